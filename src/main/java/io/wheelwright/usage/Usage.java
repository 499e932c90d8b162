package io.wheelwright.usage;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.usage.UsageHistory.Reporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Usage as people look at it. However many spokes are looked at, the database is asked as often. */
@ApplicationScoped
class Usage {

    private final UsageHistory history;
    private final CurrentUse current;
    private final Fleet fleet;
    private final Clock clock;

    Usage(UsageHistory history, CurrentUse current, Fleet fleet, Clock clock) {
        this.history = history;
        this.current = current;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** What the spokes of an organization used; those that are gone are named as well. */
    @Transactional
    OrganizationUsage of(String orgId, Optional<String> orgUid, UsagePeriodQuery query) {
        LocalDate from = query.from(Span.dateOf(clock.instant()));
        List<Reporter> reporters = orgUid.map(history::of).orElse(List.of());
        List<SpokeUsage> spokes =
                reporters.stream().map(views(reporters, query.per(), from)).toList();
        return new OrganizationUsage(orgId, from.toString(), query.per().name(), spokes);
    }

    /** What every spoke used this month. */
    @Transactional
    Page<SpokeUsage> list(PageRequest page) {
        List<Reporter> reporters = history.page(page);
        return Page.of(
                reporters,
                page.limit(),
                history.reporters(),
                Reporter::id,
                views(reporters, Span.month, current.month()));
    }

    private Function<Reporter, SpokeUsage> views(List<Reporter> reporters, Span per, LocalDate from) {
        List<String> uids = reporters.stream().map(Reporter::spokeUid).toList();
        Map<String, Tenant> tenants = fleet.tenants(uids);
        Map<String, List<LimitUse>> uses = current.of(tenants.values());
        Map<String, SortedMap<LocalDate, List<UsageAmount>>> spans = history.since(uids, per, from);
        return reporter -> new SpokeUsage(
                reporter.spokeId(),
                reporter.orgId(),
                Optional.ofNullable(tenants.get(reporter.spokeUid()))
                        .map(Tenant::plan)
                        .orElse(null),
                uses.getOrDefault(reporter.spokeUid(), List.of()),
                view(spans.getOrDefault(reporter.spokeUid(), new TreeMap<>())));
    }

    private static List<UsageSpan> view(SortedMap<LocalDate, List<UsageAmount>> spans) {
        return spans.entrySet().stream()
                .map(span -> new UsageSpan(span.getKey().toString(), span.getValue()))
                .toList();
    }
}
