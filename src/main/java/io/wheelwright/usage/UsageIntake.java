package io.wheelwright.usage;

import io.wheelwright.agent.protocol.UsageReceipt;
import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.fleet.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Takes in a report: admitted, counted, and held against the plan, in one transaction. */
@ApplicationScoped
class UsageIntake {

    private final Reporters reporters;
    private final UsageLedger ledger;
    private final PlanOf plans;
    private final CurrentUse current;
    private final UsageNotices notices;
    private final Event<UsageCounted> counted;

    UsageIntake(
            Reporters reporters,
            UsageLedger ledger,
            PlanOf plans,
            CurrentUse current,
            UsageNotices notices,
            Event<UsageCounted> counted) {
        this.reporters = reporters;
        this.ledger = ledger;
        this.plans = plans;
        this.current = current;
        this.notices = notices;
        this.counted = counted;
    }

    @Transactional
    UsageReceipt take(Tenant spoke, UsageReport report) {
        reporters.admit(spoke);
        LimitUses limits = plans.limits(spoke);
        KnownUsage known = KnownUsage.of(limits.meters(), limits.limits().keySet());
        boolean isNew = ledger.take(spoke.spokeUid(), known.counted(report));
        if (isNew) {
            String uid = spoke.spokeUid();
            notices.send(spoke, current.month(), current.of(Map.of(uid, limits)).get(uid));
            if (spoke.orgUid() != null) {
                counted.fire(new UsageCounted(spoke.orgId(), spoke.orgUid()));
            }
        }
        return new UsageReceipt(report.batchId(), !isNew, known.ignored(report));
    }
}
