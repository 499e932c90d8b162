package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.payment.MeterEventView;
import io.wheelwright.billing.payment.MeterEvents;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows what Stripe was told, and records what it has taken back. The split of the month stays as it was: so what was taken
 * back is not told again, and what comes later is.
 */
@ApplicationScoped
class MeterEventLedger implements MeterEvents {

    private static final String TOO_OLD =
            "Stripe takes a meter event back within a day only, so it can be asked for within 23 hours: put a credit on the invoice.";

    private final StripeAccount account;
    private final Clock clock;

    MeterEventLedger(StripeAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Page<MeterEventView> list(String orgUid, PageRequest page) {
        return Page.of(
                latest(orgUid, page),
                page.limit(),
                MeterEvent.count("orgUid = ?1 and live = ?2", orgUid, account.isLive()),
                event -> event.seq,
                MeterEvent::view);
    }

    @Override
    @Transactional(TxType.MANDATORY)
    public MeterEventView cancellable(String orgUid, UUID id) {
        MeterEvent event = MeterEvent.locked(id)
                .filter(row -> row.orgUid.equals(orgUid) && row.live == account.isLive())
                .orElseThrow(() -> Problem.notFound("meter event", id.toString()));
        obstacle(event, clock.instant()).ifPresent(why -> {
            throw Problem.of(ProblemType.CONFLICT, why);
        });
        return event.view();
    }

    @Override
    @Transactional
    public Optional<MeterEventView> find(UUID id) {
        return MeterEvent.<MeterEvent>findByIdOptional(id).map(MeterEvent::view);
    }

    @Override
    @Transactional
    public MeterEventView cancel(UUID id) {
        MeterEvent event = MeterEvent.locked(id).orElseThrow();
        if (event.cancel(clock.instant())) {
            Log.infof(
                    "Stripe does not charge %d units of %s that %s has used, event %s: it was taken back",
                    event.units, event.meter, event.orgId, id);
        }
        return event.view();
    }

    private List<MeterEvent> latest(String orgUid, PageRequest page) {
        long before = page.after() == 0 ? Long.MAX_VALUE : page.after();
        return MeterEvent.<MeterEvent>find(
                        "orgUid = ?1 and live = ?2 and seq < ?3",
                        Sort.descending("seq"),
                        orgUid,
                        account.isLive(),
                        before)
                .range(0, page.limit())
                .list();
    }

    /** Why one is not taken back, and what to do then. */
    private static Optional<String> obstacle(MeterEvent event, Instant now) {
        return switch (event.state) {
            case waiting ->
                Optional.of("It is not certain that Stripe was told of it: ask again once its state is done.");
            case failed ->
                Optional.of("It has failed (%s): put a credit on the invoice only where the meter at Stripe counts it."
                        .formatted(event.failure));
            case cancelled -> Optional.of("It was taken back already, at %s.".formatted(event.cancelledAt));
            case done -> isRecent(event, now) ? Optional.empty() : Optional.of(TOO_OLD);
        };
    }

    private static boolean isRecent(MeterEvent event, Instant now) {
        return event.cancellableUntil() != null && now.isBefore(event.cancellableUntil());
    }
}
