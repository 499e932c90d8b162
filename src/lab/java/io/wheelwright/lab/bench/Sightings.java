package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** When several things that nobody announces came about. */
final class Sightings {

    private static final Duration PACE = Duration.ofMillis(10);

    private Sightings() {}

    /**
     * Waits until all have come about.
     *
     * @param begin when the time of all began, by {@link System#nanoTime}
     * @return how long after the beginning each was seen
     */
    static <K> Map<K, Duration> of(long begin, Map<K, BooleanSupplier> wanted) {
        Map<K, BooleanSupplier> missing = new LinkedHashMap<>(wanted);
        Map<K, Duration> seen = new LinkedHashMap<>();
        while (true) {
            look(begin, missing, seen);
            if (missing.isEmpty()) {
                return seen;
            }
            if (System.nanoTime() - begin > BenchedHub.PATIENCE.toNanos()) {
                throw new IllegalStateException("still waiting for " + missing.keySet());
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private static <K> void look(long begin, Map<K, BooleanSupplier> missing, Map<K, Duration> seen) {
        Collection<Map.Entry<K, BooleanSupplier>> entries = missing.entrySet();
        entries.removeIf(entry -> {
            boolean came = entry.getValue().getAsBoolean();
            if (came) {
                seen.put(entry.getKey(), Duration.ofNanos(System.nanoTime() - begin));
            }
            return came;
        });
    }
}
