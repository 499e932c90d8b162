package io.wheelwright.erasure;

import io.wheelwright.Backoff;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** The record of erasures: who is to be looked at, what holds them back, and the tombstones. */
@ApplicationScoped
class Erasures {

    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofMinutes(1), Duration.ofHours(6));

    private static final String FORGET_WHO_IS_BACK = """
            DELETE FROM erasures e WHERE erased_at IS NULL
            AND EXISTS (SELECT 1 FROM organizations o WHERE o.org_id = e.org_id AND o.gone_at IS NULL)
            """;

    private static final String LOOK = """
            INSERT INTO erasures (org_id, look_at, seen_at)
            SELECT org_id, :now, :now FROM organizations GROUP BY org_id HAVING count(*) = count(gone_at)
            ON CONFLICT (org_id) WHERE erased_at IS NULL DO UPDATE SET look_at = :now
            """;

    private final EntityManager database;
    private final Audit audit;
    private final Caller caller;
    private final Optional<LocalTime> daily;
    private final Clock clock;

    Erasures(EntityManager database, Audit audit, Caller caller, WheelwrightConfig config, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.caller = caller;
        this.daily = config.deletion().daily();
        this.clock = clock;
    }

    /** Has everybody looked at who is gone, soon. */
    @Transactional
    RunView ask() {
        RunEntity run = RunEntity.locked();
        run.askedAt = clock.instant();
        audit.record(caller.actor(), "run", "ScheduledDeletions", "all", null, null);
        return new RunView(run.askedAt, run.begunAt);
    }

    /** Begins a run where its time has come, or somebody has asked for it. */
    @Transactional
    void begin() {
        Instant now = clock.instant();
        RunEntity run = RunEntity.locked();
        run.arm(daily.isPresent(), now);
        if (run.askedAt != null || daily.filter(time -> run.isDue(now, time)).isPresent()) {
            database.createNativeQuery(FORGET_WHO_IS_BACK).executeUpdate();
            database.createNativeQuery(LOOK).setParameter("now", now).executeUpdate();
            run.begin(now);
        }
    }

    @Transactional
    List<ErasureEntity> due() {
        return ErasureEntity.due(clock.instant());
    }

    /** Says what holds it back, until the next run. */
    @Transactional
    void putOff(long id, String why) {
        ErasureEntity.locked(id).ifPresent(row -> row.putOff(why));
    }

    /** It is tried again, each time later. */
    @Transactional
    void failed(long id, String why) {
        ErasureEntity.locked(id)
                .ifPresent(row -> row.failed(why, clock.instant().plus(AFTER_FAILURE.after(row.attempts))));
    }

    @Transactional
    Page<ErasureView> list(PageRequest page) {
        return Page.of(
                ErasureEntity.page(page), page.limit(), ErasureEntity.count(), row -> row.id, ErasureEntity::view);
    }

    /** The newest of that name. */
    @Transactional
    Optional<ErasureView> of(String orgId) {
        return ErasureEntity.newest(orgId).map(ErasureEntity::view);
    }
}
