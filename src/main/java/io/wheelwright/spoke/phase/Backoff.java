package io.wheelwright.spoke.phase;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before a failed step is tried again: from 5 s doubling to 60 s, with jitter. */
@ApplicationScoped
class Backoff {

    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 60_000;

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    Duration next(String subject) {
        int count = failures.merge(subject, 1, Integer::sum);
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(count - 1, 10));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    /** How often this has failed since it was forgotten. */
    int failures(String subject) {
        return failures.getOrDefault(subject, 0);
    }

    void forget(String subject) {
        failures.remove(subject);
    }
}
