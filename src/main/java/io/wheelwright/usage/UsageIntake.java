package io.wheelwright.usage;

import io.wheelwright.agent.protocol.UsageReceipt;
import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.fleet.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** Takes in a report: admitted, counted, and held against the plan, in one transaction. */
@ApplicationScoped
class UsageIntake {

    private final Reporters reporters;
    private final UsageLedger ledger;
    private final UsageHistory history;
    private final PlanOf plans;
    private final UsageNotices notices;
    private final Clock clock;

    UsageIntake(
            Reporters reporters,
            UsageLedger ledger,
            UsageHistory history,
            PlanOf plans,
            UsageNotices notices,
            Clock clock) {
        this.reporters = reporters;
        this.ledger = ledger;
        this.history = history;
        this.plans = plans;
        this.notices = notices;
        this.clock = clock;
    }

    @Transactional
    UsageReceipt take(Tenant spoke, UsageReport report) {
        reporters.admit(spoke);
        LimitUses limits = plans.limits(spoke);
        KnownUsage known = KnownUsage.of(limits.meters(), limits.limits().keySet());
        boolean isNew = ledger.take(spoke.spokeUid(), known.counted(report));
        if (isNew) {
            LocalDate month = Span.month.begin(Span.dateOf(clock.instant()));
            Collection<UsageAmount> used =
                    history.since(spoke.spokeUid(), Span.month, month).getOrDefault(month, List.of());
            notices.send(spoke, month, limits.of(history.lately(spoke.spokeUid()), used));
        }
        return new UsageReceipt(report.batchId(), !isNew, known.ignored(report));
    }
}
