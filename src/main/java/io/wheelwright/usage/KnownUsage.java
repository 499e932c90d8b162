package io.wheelwright.usage;

import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.api.v1alpha1.MeterKind;
import io.wheelwright.api.v1alpha1.MeterSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is counted of a report: what every product has, the meters of this one, and what its limits are about. Other
 * names are left out, so that no spoke can fill the database with names.
 */
record KnownUsage(Map<String, MeterKind> meters, Set<String> limited) {

    static KnownUsage of(Collection<MeterSpec> meters, Collection<String> limits) {
        return new KnownUsage(
                meters.stream().collect(Collectors.toMap(MeterSpec::name, MeterSpec::kind, (first, same) -> first)),
                limits.stream()
                        .flatMap(limit -> LimitedUsage.names(limit).stream())
                        .collect(Collectors.toSet()));
    }

    /** The same report without what is not counted. */
    UsageReport counted(UsageReport report) {
        return new UsageReport(
                report.spokeId(),
                report.batchId(),
                report.periodStart(),
                report.periodEnd(),
                kept(report.counters(), MeterKind.counter),
                kept(report.gauges(), MeterKind.gauge));
    }

    /** Names in the report that are not counted. */
    List<String> ignored(UsageReport report) {
        UsageReport counted = counted(report);
        return Stream.concat(
                        without(report.counters(), counted.counters()).stream(),
                        without(report.gauges(), counted.gauges()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private <T> Map<String, T> kept(Map<String, T> reported, MeterKind kind) {
        return reported.entrySet().stream()
                .filter(entry -> isKnown(entry.getKey(), kind))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isKnown(String name, MeterKind kind) {
        if (meters.containsKey(name)) {
            return meters.get(name) == kind;
        }
        return kind == MeterKind.counter
                ? UsageReport.COUNTERS.contains(name)
                : UsageReport.LEVELS.contains(name) || limited.contains(name);
    }

    private static Set<String> without(Map<String, ?> all, Map<String, ?> kept) {
        Set<String> rest = new TreeSet<>(all.keySet());
        rest.removeAll(kept.keySet());
        return rest;
    }
}
