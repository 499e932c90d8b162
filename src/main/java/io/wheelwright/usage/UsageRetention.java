package io.wheelwright.usage;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.agent.protocol.UsageReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets usage after thirteen months, and batches once they cannot come again. */
@ApplicationScoped
class UsageRetention {

    private static final int MONTHS = 13;

    /** Longer than the clocks of hubs differ. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final EntityManager database;
    private final Leadership leadership;
    private final Clock clock;

    UsageRetention(EntityManager database, Leadership leadership, Clock clock) {
        this.database = database;
        this.leadership = leadership;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            forget();
        }
    }

    @Transactional
    void forget() {
        Instant now = clock.instant();
        delete("DELETE FROM usage_reports WHERE period_end < :before", now.minus(UsageReport.LATEST.plus(MARGIN)));
        delete(
                "DELETE FROM usage_totals WHERE begins < :before",
                Span.dateOf(now).minusMonths(MONTHS));
        delete("""
                DELETE FROM usage_reporters r WHERE NOT EXISTS (SELECT 1 FROM unnest(r.taken) t WHERE t >= :before)
                AND NOT EXISTS (SELECT 1 FROM usage_totals t WHERE t.spoke_uid = r.spoke_uid)
                """, now.minus(MARGIN));
    }

    private void delete(String sql, Object before) {
        database.createNativeQuery(sql).setParameter("before", before).executeUpdate();
    }
}
