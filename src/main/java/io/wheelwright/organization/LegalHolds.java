package io.wheelwright.organization;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which organizations are under legal hold. It is a row, and no field of the resource, because it has to outlive the
 * resource, and because nobody who declares organizations may lift it by the way (ADR 8). It goes by the name: instances
 * are kept, and taken back, under the name of their organization.
 */
@ApplicationScoped
public class LegalHolds {

    private static final String KIND = "LegalHold";

    private final Audit audit;
    private final Caller caller;
    private final Event<OrganizationChanged> changes;
    private final Event<LegalHoldChanged> holds;
    private final Duration delay;
    private final Clock clock;

    LegalHolds(
            Audit audit,
            Caller caller,
            Event<OrganizationChanged> changes,
            Event<LegalHoldChanged> holds,
            WheelwrightConfig config,
            Clock clock) {
        this.audit = audit;
        this.caller = caller;
        this.changes = changes;
        this.holds = holds;
        this.delay = config.deletion().purgeDelay();
        this.clock = clock;
    }

    /** The hold on what belongs, or has belonged, to an organization of this name. */
    @Transactional
    public Optional<LegalHold> on(String orgId) {
        return Optional.ofNullable(orgId).flatMap(LegalHoldEntity::of).flatMap(LegalHoldEntity::hold);
    }

    /** Why what belongs to the organization is not destroyed, for people: it is held, or was until a moment ago. */
    @Transactional
    public Optional<String> objection(String orgId) {
        return Optional.ofNullable(orgId).map(name -> objections(Set.of(name)).get(name));
    }

    /** The same of several organizations, by their names; of who is not held there is none. */
    @Transactional
    public Map<String, String> objections(Collection<String> orgIds) {
        Instant now = clock.instant();
        Map<String, String> objections = new HashMap<>();
        LegalHoldEntity.of(orgIds.stream().filter(Objects::nonNull).toList())
                .forEach(row -> row.objection(now).ifPresent(why -> objections.put(row.orgId, why)));
        return objections;
    }

    /** Whether there is, or was, an organization of this name, or a hold on it. */
    @Transactional
    boolean isKnown(String orgId) {
        return OrganizationEntity.count("orgId", orgId) > 0
                || LegalHoldEntity.of(orgId).isPresent();
    }

    @Transactional
    LegalHoldView view(String orgId) {
        return LegalHoldView.of(orgId);
    }

    /** Puts what belongs to the name under hold, or gives another reason. */
    @Transactional
    LegalHoldView put(String orgId, String reason) {
        Turn.take(KIND, orgId);
        Optional<LegalHold> before = on(orgId);
        if (before.filter(hold -> hold.reason().equals(reason)).isEmpty()) {
            LegalHold hold = new LegalHold(reason, caller.actor(), clock.instant());
            LegalHoldEntity.of(orgId)
                    .orElseGet(() -> LegalHoldEntity.make(orgId))
                    .put(hold);
            changed("hold", orgId, before, Optional.of(hold));
        }
        return LegalHoldView.of(orgId);
    }

    /** Lifts the hold. What was held back gets a new delay: who lifts one by mistake can put it again. */
    @Transactional
    LegalHoldView lift(String orgId) {
        Turn.take(KIND, orgId);
        Optional<LegalHold> before = on(orgId);
        if (before.isPresent()) {
            Instant until = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(delay);
            LegalHoldEntity.of(orgId).orElseThrow().lift(until);
            changed("release", orgId, before, Optional.empty());
        }
        return LegalHoldView.of(orgId);
    }

    private void changed(String action, String orgId, Optional<LegalHold> before, Optional<LegalHold> after) {
        audit.record(caller.actor(), action, KIND, orgId, json(before), json(after));
        holds.fire(new LegalHoldChanged(orgId));
        OrganizationEntity.current(orgId)
                .map(organization -> organization.uid)
                .ifPresent(uid -> changes.fire(new OrganizationChanged(uid)));
    }

    private static Object json(Optional<LegalHold> hold) {
        return hold.map(held -> Map.of("reason", held.reason(), "held_by", held.heldBy()))
                .orElse(null);
    }
}
