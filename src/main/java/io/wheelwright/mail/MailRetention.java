package io.wheelwright.mail;

import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Forgets mails that are over: to whom they went and what they said is nobody's business for ever. */
@ApplicationScoped
class MailRetention {

    private static final Duration KEPT = Duration.ofDays(90);

    private static final String OVER = " WHERE coalesce(sent_at, dropped_at) < :before AND kind ";

    private final EntityManager database;
    private final Leadership leadership;
    private final String[] remembered;
    private final Clock clock;

    MailRetention(EntityManager database, Leadership leadership, @All List<Occasion> occasions, Clock clock) {
        this.database = database;
        this.leadership = leadership;
        this.remembered = occasions.stream()
                .filter(Occasion::isAskedForAgain)
                .map(Occasion::kind)
                .toArray(String[]::new);
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "6m", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            forget();
        }
    }

    @Transactional
    void forget() {
        end("DELETE FROM mails" + OVER + "<> ALL(cast(:remembered AS text[]))");
        end("UPDATE mails SET recipient = '', model = '{}', error = NULL" + OVER
                + "= ANY(cast(:remembered AS text[])) AND recipient <> ''");
    }

    private void end(String sql) {
        Instant before = clock.instant().minus(KEPT);
        database.createNativeQuery(sql)
                .setParameter("before", before)
                .setParameter("remembered", remembered)
                .executeUpdate();
    }
}
