package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterAggregation;
import io.wheelwright.api.v1alpha1.MeterKind;
import io.wheelwright.api.v1alpha1.MeterSpec;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Holds usage against a plan: levels of today against its limits, and what the month has used of each meter against the
 * included units.
 *
 * @param included units of its meters
 * @param limits what the customer is entitled to
 */
record LimitUses(IncludedUnits included, Map<String, Limit> limits, Collection<MeterSpec> meters) {

    /** Only what was reported is shown: of other limits nobody knows how far they are used up. */
    List<LimitUse> of(Collection<UsageAmount> today, Collection<UsageAmount> month) {
        return Stream.concat(
                        new TreeMap<>(limits)
                                .entrySet().stream()
                                        .flatMap(limit -> ofLimit(limit.getKey(), limit.getValue(), today).stream()),
                        meters.stream().flatMap(meter -> ofMeter(meter, month).stream()))
                .toList();
    }

    private static Optional<LimitUse> ofLimit(String name, Limit limit, Collection<UsageAmount> levels) {
        return LimitedUsage.names(name).stream()
                .flatMap(usage -> find(levels, usage, MeterKind.gauge).stream())
                .findFirst()
                .flatMap(level -> use(name, limit.number(), level.name(), level.used(MeterAggregation.max)));
    }

    /** A meter of which nothing is included is paid from the first unit: it has no limit. */
    private Optional<LimitUse> ofMeter(MeterSpec meter, Collection<UsageAmount> month) {
        OptionalLong units = included.of(meter).number();
        OptionalLong limit = units.orElse(0) > 0 ? units : OptionalLong.empty();
        return find(month, meter.name(), meter.kind())
                .flatMap(amount -> use(meter.name(), limit, amount.name(), amount.used(meter.aggregation())));
    }

    private static Optional<LimitUse> use(String name, OptionalLong limit, String usage, BigDecimal used) {
        return limit.isEmpty() ? Optional.empty() : Optional.of(LimitUse.of(name, usage, limit.getAsLong(), used));
    }

    private static Optional<UsageAmount> find(Collection<UsageAmount> amounts, String name, MeterKind kind) {
        return amounts.stream()
                .filter(amount -> amount.name().equals(name) && amount.kind() == kind)
                .findFirst();
    }
}
