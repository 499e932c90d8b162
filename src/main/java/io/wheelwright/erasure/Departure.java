package io.wheelwright.erasure;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.DeletionDay;
import io.wheelwright.billing.Entitlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a customer stands who has gone, as the database has it.
 *
 * @param formers all organizations of that name, there or gone: a restore brings one back under another UID
 * @param keptUntil until when its instances were to be kept; null where none was deleted
 * @param obstacle what of it there still is, for people; null for nothing
 * @param held why nothing of it is destroyed, for people; null where that is allowed
 */
record Departure(List<Former> formers, Instant keptUntil, String obstacle, String held) {

    /**
     * An organization of that name.
     *
     * @param goneAt when it went; null where it is there
     * @param billing what its biller said last; null where nobody billed
     * @param retentionDays for how long it said that its data is kept; null where it left that to the hub
     */
    record Former(Instant goneAt, BillingFacts billing, Integer retentionDays) {

        /**
         * What the biller has ended has had its time; what somebody has deleted may be wanted back, and is kept as long as
         * it was said to be.
         */
        private Instant day(Instant now, Duration retention, Duration delay) {
            if (Entitlement.isDeletionDue(billing, now.minus(delay))) {
                return goneAt;
            }
            Instant day = goneAt.plus(retentionDays == null ? retention : Duration.ofDays(retentionDays));
            return DeletionDay.of(billing).map(stated -> later(day, stated)).orElse(day);
        }
    }

    /** Why it is not erased now, for people. */
    Optional<String> objection(Instant now, Duration retention, Duration delay) {
        if (formers.isEmpty() || formers.stream().anyMatch(former -> former.goneAt() == null)) {
            return Optional.of("There is an organization of that name.");
        }
        if (held != null) {
            return Optional.of(held);
        }
        if (obstacle != null) {
            return Optional.of(obstacle);
        }
        return Stream.concat(
                        Stream.ofNullable(keptUntil), formers.stream().map(former -> former.day(now, retention, delay)))
                .max(Comparator.naturalOrder())
                .filter(now::isBefore)
                .map("It is kept until %s."::formatted);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
