package io.wheelwright.erasure;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.Entitlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a customer stands who has gone, as the database has it.
 *
 * @param isBack whether there is an organization of that name: a restore brings one back under another UID
 * @param goneAt when the last one of that name went; null where there never was one
 * @param billing what its biller said last; null where nobody billed
 * @param keptUntil until when its instances were to be kept; null where none was deleted
 * @param obstacle what of it there still is, for people; null for nothing
 * @param held why nothing of it is destroyed, for people; null where that is allowed
 */
record Departure(
        String orgId,
        boolean isBack,
        Instant goneAt,
        BillingFacts billing,
        Instant keptUntil,
        String obstacle,
        String held) {

    /** Why it is not erased now, for people. */
    Optional<String> objection(Instant now, Duration retention, Duration delay) {
        if (isBack || goneAt == null) {
            return Optional.of("There is an organization of that name.");
        }
        if (held != null) {
            return Optional.of(held);
        }
        if (obstacle != null) {
            return Optional.of(obstacle);
        }
        Instant day = day(now, retention, delay);
        return day.isAfter(now) ? Optional.of("It is kept until %s.".formatted(day)) : Optional.empty();
    }

    /** What the biller has ended has had its time; what somebody has deleted may be wanted back, and is as long as its data. */
    private Instant day(Instant now, Duration retention, Duration delay) {
        if (Entitlement.isDeletionDue(billing, now.minus(delay))) {
            return goneAt;
        }
        Instant least = goneAt.plus(retention);
        return keptUntil != null && keptUntil.isAfter(least) ? keptUntil : least;
    }
}
