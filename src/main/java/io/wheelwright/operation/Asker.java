package io.wheelwright.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * Somebody who asks for a slot.
 *
 * @param key whose slot it will be
 * @param priority class of the operation: the smaller, the sooner
 * @param since when it began to wait
 * @param ticket tells apart who came at the same time
 */
record Asker(String key, String spokeId, int priority, Instant since, long ticket) {

    /**
     * Who goes first: the better class, then who has waited longer. Each full span of waiting makes the class better by
     * one, so that whoever waits long enough stands before everybody who came later.
     */
    static Comparator<Asker> order(Instant now, Duration ageing) {
        return Comparator.<Asker>comparingLong(asker -> asker.classAt(now, ageing))
                .thenComparing(Asker::since)
                .thenComparingLong(Asker::ticket);
    }

    private long classAt(Instant now, Duration ageing) {
        long spans = Math.max(0, Duration.between(since, now).toMillis()) / Math.max(1, ageing.toMillis());
        return Math.max(0, priority - spans);
    }
}
