package io.wheelwright.usage;

import io.wheelwright.fleet.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far the limits of spokes are used up now; of many spokes as fast as of one. */
@ApplicationScoped
class CurrentUse {

    private final UsageHistory history;
    private final PlanOf plans;
    private final Clock clock;

    CurrentUse(UsageHistory history, PlanOf plans, Clock clock) {
        this.history = history;
        this.plans = plans;
        this.clock = clock;
    }

    /** The month that is held against what plans include. */
    LocalDate month() {
        return Span.month.begin(Span.dateOf(clock.instant()));
    }

    @Transactional
    List<LimitUse> of(Tenant spoke) {
        return of(List.of(spoke)).get(spoke.spokeUid());
    }

    /** By UID of the spoke. */
    @Transactional
    Map<String, List<LimitUse>> of(Collection<Tenant> spokes) {
        return of(plans.limits(spokes));
    }

    /**
     * The same.
     *
     * @param limits what each may use, by UID
     */
    @Transactional
    Map<String, List<LimitUse>> of(Map<String, LimitUses> limits) {
        LocalDate month = month();
        Map<String, List<UsageAmount>> lately = history.lately(limits.keySet());
        Map<String, SortedMap<LocalDate, List<UsageAmount>>> months = history.since(limits.keySet(), Span.month, month);
        Map<String, List<LimitUse>> uses = new HashMap<>();
        limits.forEach((uid, most) -> uses.put(
                uid,
                most.of(
                        lately.getOrDefault(uid, List.of()),
                        months.getOrDefault(uid, new TreeMap<>()).getOrDefault(month, List.of()))));
        return uses;
    }
}
