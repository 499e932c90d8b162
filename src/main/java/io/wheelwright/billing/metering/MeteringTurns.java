package io.wheelwright.billing.metering;

import io.wheelwright.billing.metering.UsageCount.Counted;
import io.wheelwright.usage.UsageCounted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whose usage is to be counted and told, and who is at it: one hub at a time for an organization, for Stripe takes one call at
 * a time for a customer and meter. A turn that nobody renews ends by itself.
 */
@ApplicationScoped
class MeteringTurns {

    /** Longer than all requests about one event take together. */
    static final Duration TURN = Duration.ofMinutes(5);

    private static final String ASK = """
            INSERT INTO metering_turns AS t (org_uid, org_id, due_at) VALUES (:uid, :org, cast(:now AS timestamptz))
            ON CONFLICT (org_uid) DO UPDATE SET due_at = least(t.due_at, excluded.due_at)
            """;

    /** What was asked for during a turn is due before the turn would end, and so stays due. */
    private static final String TAKE = """
            UPDATE metering_turns SET turn = turn + 1, taken_until = :until, due_at = :until
            WHERE org_uid = (
              SELECT org_uid FROM metering_turns WHERE (taken_until IS NULL OR taken_until <= :now) AND %s
              ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING org_uid, turn
            """;

    private static final String RENEW = """
            UPDATE metering_turns SET
              due_at = CASE WHEN due_at < taken_until THEN due_at ELSE cast(:until AS timestamptz) END, taken_until = :until
            WHERE org_uid = :uid AND turn = :turn AND taken_until IS NOT NULL
            """;

    /** Changes nothing where it was known to be so. */
    private static final String NOTE = """
            UPDATE metering_turns SET uncounted = :failed,
              unsure_since = CASE WHEN :unsure THEN coalesce(unsure_since, cast(:now AS timestamptz)) ELSE NULL END
            WHERE org_uid = :uid AND ((unsure_since IS NOT NULL) <> :unsure OR uncounted <> :failed)
            """;

    private static final String HURRY = """
            UPDATE metering_turns SET due_at = least(due_at, cast(:now AS timestamptz)) WHERE org_uid = :uid
            """;

    private static final String BUSY = """
            SELECT count(*) FROM metering_turns
            WHERE org_uid = :uid AND (due_at <= :now OR taken_until > :now OR uncounted)
            """;

    private static final String END = """
            UPDATE metering_turns SET
              due_at = CASE WHEN due_at < taken_until THEN due_at ELSE cast(:next AS timestamptz) END, taken_until = NULL
            WHERE org_uid = :uid AND turn = :turn AND taken_until IS NOT NULL
            """;

    private final EntityManager database;
    private final Clock clock;

    MeteringTurns(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A turn that somebody has. */
    record Held(String orgUid, long turn) {}

    /**
     * In the transaction that counts the report, also while there is no account at Stripe: what was used before there is one is
     * then split before anything is bought.
     */
    void ask(@Observes UsageCounted use) {
        database.createNativeQuery(ASK)
                .setParameter("uid", use.orgUid())
                .setParameter("org", use.orgId())
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** The one that is due for the longest time and that nobody has. */
    @Transactional(TxType.REQUIRES_NEW)
    Optional<Held> next() {
        return take("due_at <= :now", null);
    }

    /** That of an organization; empty where somebody else has it, or nothing was ever used. */
    @Transactional(TxType.REQUIRES_NEW)
    Optional<Held> of(String orgUid) {
        return take("org_uid = :uid", orgUid);
    }

    /** Makes that of an organization due now, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    void hurry(String orgUid) {
        database.createNativeQuery(HURRY)
                .setParameter("uid", orgUid)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /**
     * Whether nothing is to be counted by now, as far as anybody knows, and nobody is at it. What is in doubt is not waited
     * for: it becomes known by what somebody does at Stripe.
     */
    @Transactional
    boolean isQuiet(String orgUid) {
        return ((Number) database.createNativeQuery(BUSY)
                                .setParameter("uid", orgUid)
                                .setParameter("now", clock.instant())
                                .getSingleResult())
                        .longValue()
                == 0;
    }

    /**
     * Notes what came of counting what an organization has used, in the caller's transaction.
     *
     * @return whether something else came of it before
     */
    @Transactional(TxType.MANDATORY)
    boolean note(String orgUid, Counted counted) {
        return database.createNativeQuery(NOTE)
                        .setParameter("unsure", counted != Counted.all)
                        .setParameter("failed", counted == Counted.failed)
                        .setParameter("now", clock.instant())
                        .setParameter("uid", orgUid)
                        .executeUpdate()
                > 0;
    }

    /** Whether something waited when it was counted last. */
    @Transactional
    boolean isUnsure(String orgUid) {
        return !database.createNativeQuery(
                        "SELECT 1 FROM metering_turns WHERE org_uid = :uid AND unsure_since IS NOT NULL")
                .setParameter("uid", orgUid)
                .getResultList()
                .isEmpty();
    }

    /** Keeps a turn, in the caller's transaction; false where it was lost. */
    @Transactional(TxType.MANDATORY)
    boolean renew(Held held) {
        return database.createNativeQuery(RENEW)
                        .setParameter("until", clock.instant().plus(TURN))
                        .setParameter("uid", held.orgUid())
                        .setParameter("turn", held.turn())
                        .executeUpdate()
                > 0;
    }

    /**
     * Gives a turn back.
     *
     * @param next when there is something to do again; null for when something is used
     */
    @Transactional(TxType.REQUIRES_NEW)
    void end(Held held, Instant next) {
        database.createNativeQuery(END)
                .setParameter("next", next == null ? null : next.toString())
                .setParameter("uid", held.orgUid())
                .setParameter("turn", held.turn())
                .executeUpdate();
    }

    private Optional<Held> take(String which, String orgUid) {
        Instant now = clock.instant();
        var query = database.createNativeQuery(TAKE.formatted(which))
                .setParameter("now", now)
                .setParameter("until", now.plus(TURN));
        List<?> taken = (orgUid == null ? query : query.setParameter("uid", orgUid)).getResultList();
        return taken.stream()
                .map(Object[].class::cast)
                .findFirst()
                .map(row -> new Held((String) row[0], ((Number) row[1]).longValue()));
    }
}
