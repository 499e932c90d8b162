package io.wheelwright.usage;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.usage.UsageHistory.Reporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Usage as people look at it. */
@ApplicationScoped
class Usage {

    private final UsageHistory history;
    private final PlanOf plans;
    private final Fleet fleet;
    private final Clock clock;

    Usage(UsageHistory history, PlanOf plans, Fleet fleet, Clock clock) {
        this.history = history;
        this.plans = plans;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** What the spokes of an organization used; those that are gone are named as well. */
    @Transactional
    OrganizationUsage of(String orgId, Optional<String> orgUid, UsagePeriodQuery query) {
        LocalDate from = query.from(today());
        List<SpokeUsage> spokes = orgUid.stream()
                .flatMap(uid -> history.of(uid).stream())
                .map(reporter -> view(reporter, query.per(), from))
                .toList();
        return new OrganizationUsage(orgId, from.toString(), query.per().name(), spokes);
    }

    /** What every spoke used this month. */
    @Transactional
    Page<SpokeUsage> list(PageRequest page) {
        LocalDate month = Span.month.begin(today());
        return Page.of(
                history.page(page),
                page.limit(),
                history.reporters(),
                Reporter::id,
                reporter -> view(reporter, Span.month, month));
    }

    private SpokeUsage view(Reporter reporter, Span per, LocalDate from) {
        List<UsageSpan> spans = history.since(reporter.spokeUid(), per, from).entrySet().stream()
                .map(span -> new UsageSpan(span.getKey().toString(), span.getValue()))
                .toList();
        return fleet.tenant(reporter.spokeUid())
                .map(spoke -> new SpokeUsage(
                        reporter.spokeId(),
                        reporter.orgId(),
                        spoke.plan(),
                        limits(reporter, plans.limits(spoke)),
                        spans))
                .orElseGet(() -> new SpokeUsage(reporter.spokeId(), reporter.orgId(), null, List.of(), spans));
    }

    private List<LimitUse> limits(Reporter reporter, LimitUses limits) {
        LocalDate month = Span.month.begin(today());
        return limits.of(
                history.lately(reporter.spokeUid()),
                history.since(reporter.spokeUid(), Span.month, month).getOrDefault(month, List.of()));
    }

    private LocalDate today() {
        return Span.dateOf(clock.instant());
    }
}
