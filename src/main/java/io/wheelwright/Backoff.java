package io.wheelwright;

import java.time.Duration;

/**
 * How long to wait after each failure in a row: twice as long as before.
 *
 * @param first wait after the first failure
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** The wait when that many attempts have failed before this one. */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
