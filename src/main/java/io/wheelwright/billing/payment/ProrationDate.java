package io.wheelwright.billing.payment;

import io.wheelwright.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when on a change of plan is paid for: about now. Who could choose would pay for nothing, or be paid for the past. */
final class ProrationDate {

    private static final Duration VALID = Duration.ofHours(1);
    private static final Duration SLACK = Duration.ofMinutes(5);

    private ProrationDate() {}

    /** Now in full seconds, as far as that is in the current period. */
    static Instant of(Period period, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant last = period.end().minusSeconds(1);
        return second.isBefore(period.begin()) ? period.begin() : second.isAfter(last) ? last : second;
    }

    /** One that a preview has told, null for none; ends the request if that was too long ago, or is in another period. */
    static Long checked(Instant told, Period period, Instant now) {
        if (told == null) {
            return null;
        }
        Instant present = of(period, now);
        if (told.isBefore(present.minus(VALID)) || told.isAfter(present.plus(SLACK))) {
            throw Problem.invalid("proration_date", "must be one that a preview has told within the last hour");
        }
        if (told.isBefore(period.begin()) || !told.isBefore(period.end())) {
            throw Problem.invalid("proration_date", "is in another period by now: ask for a preview again");
        }
        return told.getEpochSecond();
    }
}
