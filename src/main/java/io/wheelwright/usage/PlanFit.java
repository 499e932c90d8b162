package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.fleet.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what spokes use fits a plan with lower limits. */
@ApplicationScoped
public class PlanFit {

    private static final String SPOKES = "spokes";

    private final UsageHistory history;

    PlanFit(UsageHistory history) {
        this.history = history;
    }

    /**
     * Something of which more is used than the plan allows.
     *
     * @param spoke name of the spoke that uses it; null for the organization
     * @param limit name of the limit
     */
    public record Excess(String spoke, String limit, BigDecimal used, long most) {

        /** The same for people. */
        public String text() {
            return "%s is %s%s, and the plan allows %d"
                    .formatted(limit, used.toPlainString(), spoke == null ? "" : " in " + spoke, most);
        }
    }

    /** What of the spokes does not fit, of limits that are lower than those of the plan that they have. */
    @Transactional
    public List<Excess> excess(Collection<Tenant> spokes, PlanSpec present, PlanSpec wanted) {
        Map<String, Limit> lower = new HashMap<>(wanted.limits());
        lower.entrySet()
                .removeIf(limit -> !isLower(limit.getValue(), present.limits().get(limit.getKey())));
        Map<String, List<UsageAmount>> lately =
                history.lately(spokes.stream().map(Tenant::spokeUid).toList());
        LimitUses limits = new LimitUses(IncludedUnits.ofPlan(wanted.id()), lower, List.of());
        Stream<Excess> used = spokes.stream()
                .flatMap(spoke -> limits.of(lately.getOrDefault(spoke.spokeUid(), List.of()), List.of()).stream()
                        .map(use -> new Excess(spoke.spokeId(), use.name(), use.used(), use.limit())));
        return Stream.concat(number(spokes.size(), lower).stream(), used)
                .filter(use -> use.used().compareTo(BigDecimal.valueOf(use.most())) > 0)
                .toList();
    }

    private static Optional<Excess> number(int spokes, Map<String, Limit> limits) {
        return limits.entrySet().stream()
                .filter(limit -> limit.getValue().number().isPresent()
                        && LimitedUsage.names(limit.getKey()).contains(SPOKES))
                .findFirst()
                .map(limit -> new Excess(
                        null,
                        limit.getKey(),
                        BigDecimal.valueOf(spokes),
                        limit.getValue().number().getAsLong()));
    }

    private static boolean isLower(Limit wanted, Limit present) {
        return wanted.number().isPresent()
                && (present == null || !wanted.allows(present.number().orElse(Long.MAX_VALUE)));
    }
}
