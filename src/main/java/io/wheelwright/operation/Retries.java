package io.wheelwright.operation;

import io.wheelwright.Backoff;
import java.time.Duration;

/** What a failure of an operation leads to: another attempt after a pause, or the end. */
final class Retries {

    /** Attempts after which nothing more is tried. */
    static final int MOST = 3;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(60));

    private Retries() {}

    /**
     * The verdict on a failure.
     *
     * @param attempt the attempt that is next, or was the last
     * @param stalled whether nothing more is tried
     * @param pause how long to wait before the next try
     */
    record Verdict(int attempt, boolean stalled, Duration pause) {}

    /**
     * Judges a failure.
     *
     * @param attempt the attempt that failed
     * @param earlierFailures failures in a row before this one
     * @param counts false for an outage of somebody else, which uses no attempt up
     * @param jitter from 0 to 1: how much of the second half of the pause is waited for
     */
    static Verdict judge(int attempt, int earlierFailures, boolean counts, double jitter) {
        if (counts && attempt >= MOST) {
            return new Verdict(attempt, true, Duration.ZERO);
        }
        long half = BACKOFF.after(earlierFailures).toMillis() / 2;
        return new Verdict(counts ? attempt + 1 : attempt, false, Duration.ofMillis(half + (long) (half * jitter)));
    }
}
