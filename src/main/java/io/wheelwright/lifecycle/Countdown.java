package io.wheelwright.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An end that is told of some days before it.
 *
 * @param kind of the mails that tell it
 * @param days before the end, the least first
 */
record Countdown(NoticeKind kind, Instant end, List<Integer> days) {

    /** When there is something to be told. */
    Stream<Instant> moments() {
        return days.stream().map(this::moment);
    }

    /**
     * The last of the days that have come: who was away for long tells of that one only. One that had come when the
     * customer got there is told of by nobody.
     *
     * @param since when the customer got where this end is near
     */
    Optional<Integer> last(Instant since, Instant now) {
        return now.isBefore(end)
                ? days.stream()
                        .filter(day -> !now.isBefore(moment(day)))
                        .findFirst()
                        .filter(day -> moment(day).isAfter(since))
                : Optional.empty();
    }

    /** Full days that are left, the one that has begun included. */
    long left(Instant now) {
        return Duration.between(now, end).plusDays(1).minusNanos(1).toDays();
    }

    private Instant moment(int day) {
        return end.minus(Duration.ofDays(day));
    }
}
