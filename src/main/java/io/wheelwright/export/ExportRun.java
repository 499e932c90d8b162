package io.wheelwright.export;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes the archives that were asked for, on the hub that leads, and forgets those whose time is over. */
@ApplicationScoped
class ExportRun {

    /** Longest time that one takes; who is not done by then is taken for dead. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final EntityManager database;
    private final Leadership leadership;
    private final Archive archive;
    private final ExportConfig config;
    private final Clock clock;

    ExportRun(EntityManager database, Leadership leadership, Archive archive, ExportConfig config, Clock clock) {
        this.database = database;
        this.leadership = leadership;
        this.archive = archive;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            List<ExportEntity> due = due();
            due.forEach(this::visit);
            if (!due.isEmpty()) {
                QuarkusTransaction.requiringNew().run(() -> ExportEntity.end(clock.instant()));
            }
        }
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    void forget() {
        if (leadership.isLeader()) {
            QuarkusTransaction.requiringNew().run(() -> {
                ExportEntity.end(clock.instant());
                ExportEntity.forget(clock.instant().minus(REMEMBERED));
            });
        }
    }

    private List<ExportEntity> due() {
        return QuarkusTransaction.requiringNew().call(() -> ExportEntity.due(clock.instant()));
    }

    private void visit(ExportEntity export) {
        Instant until = clock.instant().plus(LONGEST).truncatedTo(ChronoUnit.MICROS);
        if (!QuarkusTransaction.requiringNew().call(() -> ExportEntity.take(export.id, export.lookAt, until))) {
            return;
        }
        if (export.attempts >= MOST_ATTEMPTS) {
            QuarkusTransaction.requiringNew().run(() -> giveUp(export, until));
            return;
        }
        try {
            QuarkusTransaction.requiringNew().timeout((int) LONGEST.toSeconds()).run(() -> make(export, until));
        } catch (RuntimeException boundary) {
            // One export that fails must not hold up the others.
            Log.warnf(boundary, "The export %s of organization %s is not made", export.id, export.orgId);
            QuarkusTransaction.requiringNew().run(() -> failed(export, until));
        }
    }

    private void failed(ExportEntity export, Instant taken) {
        if (export.attempts + 1 < MOST_ATTEMPTS) {
            ExportEntity.again(export.id, taken, clock.instant().plus(AGAIN));
        } else {
            giveUp(export, taken);
        }
    }

    /** It also may have taken its hub with it each time, before anything could be said of it. */
    private static void giveUp(ExportEntity export, Instant taken) {
        ExportEntity.giveUp(export.id, taken, "It could not be made: ask for a new one.");
    }

    /** All of it is one transaction, whose snapshot is old at the end: it changes no row that others may. */
    private void make(ExportEntity export, Instant taken) {
        Instant now = clock.instant();
        Archive.Made made;
        try (OutputStream parts = new Parts(database, export.id)) {
            made = archive.write(export.orgId, now, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!ExportEntity.finish(export.id, taken, made, now, now.plus(config.kept()))) {
            throw new IllegalStateException("somebody else has it by now");
        }
    }
}
