package io.wheelwright.agent;

import io.wheelwright.agent.protocol.UsageLevel;
import io.wheelwright.agent.protocol.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What was used so far in an hour. It is a value: each look at the application makes the next one.
 *
 * @param batchId what the report will be called
 * @param startMillis when the period began
 * @param sampledMillis when the application was last looked at; null before the first look ever
 * @param readings what the application's counters showed last, in whatever period
 * @param levels what its gauges showed last
 * @param growth by how much each counter has grown in this period
 * @param seen what became of each gauge in this period
 */
record UsagePeriod(
        String batchId,
        long startMillis,
        Long sampledMillis,
        Map<String, Long> readings,
        Map<String, Long> levels,
        Map<String, Long> growth,
        Map<String, Seen> seen) {

    /** A level holds until the next look, but nobody knows it for longer than this. */
    private static final Duration HOLDS = Duration.ofMinutes(5);

    /** A gauge: its highest level, and the sum of level times milliseconds over the time in which it was seen. */
    record Seen(long max, double weighted, long millis) {
        static final Seen NOTHING = new Seen(0, 0, 0);

        Seen at(long level) {
            return new Seen(Math.max(max, level), weighted, millis);
        }

        Seen heldFor(long level, long held) {
            return new Seen(Math.max(max, level), weighted + (double) level * held, millis + held);
        }

        UsageLevel report() {
            double average = millis == 0 ? max : Math.min(weighted / millis, max);
            return new UsageLevel(max, average, millis / 1000);
        }
    }

    /** The first period of an agent that remembers none. */
    static UsagePeriod first(Instant now) {
        return new UsagePeriod(newBatch(), now.toEpochMilli(), null, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** Periods end with the hour, so that none belongs to two days. */
    Instant end() {
        return Instant.ofEpochMilli(startMillis).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end());
    }

    /** Whether nothing is missing, as in a file that another version of the agent has written. */
    boolean isWhole() {
        return batchId != null
                && startMillis > 0
                && Stream.of(readings, levels, growth, seen).allMatch(map -> map != null && !map.containsValue(null));
    }

    boolean isEmpty() {
        return growth.isEmpty() && seen.isEmpty();
    }

    /** The same after a look at the application. */
    UsagePeriod sampled(ApplicationReport report, Instant now) {
        Map<String, Long> grown = new TreeMap<>(growth);
        report.counters().forEach((name, reading) -> growth(name, reading)
                .ifPresent(by -> grown.merge(name, by, UsagePeriod::sum)));
        Map<String, Long> known = new TreeMap<>(readings);
        known.putAll(report.counters());
        Map<String, Seen> met = held(now);
        report.gauges()
                .forEach((name, level) ->
                        met.merge(name, Seen.NOTHING.at(bounded(level)), (had, next) -> had.at(next.max())));
        return new UsagePeriod(batchId, startMillis, now.toEpochMilli(), known, report.gauges(), grown, met);
    }

    /** What is reported of this period once it is over. */
    UsageReport report(String spokeId) {
        Map<String, UsageLevel> gauges = new TreeMap<>();
        held(end()).forEach((name, gauge) -> gauges.put(name, gauge.report()));
        return new UsageReport(spokeId, batchId, Instant.ofEpochMilli(startMillis), end(), growth, gauges);
    }

    /** The period after this one; growth that nobody watched counts in the hour in which it is seen. */
    UsagePeriod next(Instant now) {
        Instant start = now.truncatedTo(ChronoUnit.HOURS);
        return new UsagePeriod(newBatch(), start.toEpochMilli(), sampledMillis, readings, levels, Map.of(), Map.of());
    }

    /**
     * By how much a counter has grown; empty at first sight, as nobody knows since when it counts. One that shows less
     * than before began anew.
     */
    private Optional<Long> growth(String name, long reading) {
        return Optional.ofNullable(readings.get(name))
                .map(before -> bounded(reading < before ? reading : reading - before));
    }

    private Map<String, Seen> held(Instant until) {
        Map<String, Seen> met = new TreeMap<>(seen);
        if (sampledMillis != null) {
            long from = Math.max(sampledMillis, startMillis);
            long to = Math.min(until.toEpochMilli(), sampledMillis + HOLDS.toMillis());
            levels.forEach((name, level) -> {
                if (to > from) {
                    met.merge(
                            name,
                            Seen.NOTHING.heldFor(bounded(level), to - from),
                            (had, more) -> had.heldFor(bounded(level), to - from));
                }
            });
        }
        return met;
    }

    private static long sum(long one, long other) {
        return bounded(one + other);
    }

    private static long bounded(long number) {
        return Math.min(number, UsageReport.MOST);
    }

    private static String newBatch() {
        return UUID.randomUUID().toString();
    }
}
