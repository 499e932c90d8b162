package io.wheelwright.billing.metering;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.fleet.SpokeRebound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Keeps the records of what was charged as long as the usage itself, and with the instance that they are about. */
@ApplicationScoped
class MeteringRecords {

    private static final int MONTHS = 13;

    private final EntityManager database;
    private final StripeAccount account;
    private final Leadership leadership;
    private final Clock clock;

    MeteringRecords(EntityManager database, StripeAccount account, Leadership leadership, Clock clock) {
        this.database = database;
        this.account = account;
        this.leadership = leadership;
        this.clock = clock;
    }

    /** Its usage moves, too; what the new one has already stays as it is. */
    void follow(@Observes SpokeRebound rebound) {
        database.createNativeQuery("""
                        UPDATE metered_months SET spoke_uid = :to WHERE spoke_uid = :from
                        AND NOT EXISTS (SELECT 1 FROM metered_months WHERE spoke_uid = :to)
                        """)
                .setParameter("to", rebound.spokeUid())
                .setParameter("from", rebound.formerUid())
                .executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "6m", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            forget();
        }
    }

    /** What is still to be told stays; of the other mode of the account nothing is told any more. */
    @Transactional
    void forget() {
        LocalDate before = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .withDayOfMonth(1)
                .minusMonths(MONTHS);
        delete(
                "DELETE FROM meter_events WHERE begins < :before AND (state <> 'waiting' OR live <> %s)"
                        .formatted(account.isLive()),
                before);
        delete("DELETE FROM metered_months WHERE begins < :before", before);
    }

    private void delete(String sql, LocalDate before) {
        database.createNativeQuery(sql).setParameter("before", before).executeUpdate();
    }
}
