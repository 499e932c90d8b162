package io.wheelwright.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long the agent waits before it speaks again. Jitter keeps a fleet from speaking in chorus. */
final class Pace {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(2);
    private static final int DOUBLINGS = 6;

    private final RandomGenerator random;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /** After an answer: what the hub asked for, or a minute, give or take a tenth. */
    Duration afterAnswer(Integer askedSeconds) {
        Duration asked = askedSeconds == null ? USUAL : Duration.ofSeconds(askedSeconds);
        return scaled(clamp(asked), random.nextDouble(0.9, 1.1));
    }

    /** After failures in a row: twice as long each time up to two minutes, and never sooner than the hub said. */
    Duration afterFailure(int failures, Duration retryAfter) {
        Duration ceiling = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        Duration backoff = scaled(min(ceiling, LONGEST_BACKOFF), random.nextDouble(0.5, 1.0));
        Duration asked = scaled(min(retryAfter, LONGEST), random.nextDouble(1.0, 1.1));
        return max(backoff, asked);
    }

    private static Duration clamp(Duration wait) {
        return max(SHORTEST, min(wait, LONGEST));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration scaled(Duration wait, double factor) {
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }
}
