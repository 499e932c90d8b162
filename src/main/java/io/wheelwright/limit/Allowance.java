package io.wheelwright.limit;

import java.time.Duration;

/**
 * What is left of a limit.
 *
 * @param granted whether this time was within it
 * @param most how often in all
 * @param left how often still
 * @param reset when it begins anew
 */
record Allowance(RateLimit limit, boolean granted, long most, long left, Duration reset) {

    /** Header {@code RateLimit-Policy}, as the HTTPAPI group of the IETF drafts it. */
    String policy() {
        return "\"%s\";q=%d;w=%d".formatted(limit.slug(), most, limit.window().toSeconds());
    }

    /** Header {@code RateLimit}. */
    String state() {
        return "\"%s\";r=%d;t=%d".formatted(limit.slug(), left, resetSeconds());
    }

    /** Whole seconds, so many that it is over then. */
    long resetSeconds() {
        return reset.plusMillis(999).toSeconds();
    }
}
