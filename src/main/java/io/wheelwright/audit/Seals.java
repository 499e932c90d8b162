package io.wheelwright.audit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals entries soon after they were committed, in the order in which they are found, by one hub at a time. Requests
 * never wait for it: an entry that commits late is sealed later than others that have a higher id.
 */
@ApplicationScoped
class Seals {

    private static final int BATCH = 500;
    private static final int PAGE = 1000;

    private static final String COLUMNS = "a.id, a.at, a.actor, a.origin, a.action, a.kind, a.object,"
            + " cast(a.before AS text) AS was, cast(a.after AS text) AS becomes, a.request_id";

    /** One lock for all hubs; it ends with the transaction. */
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('wheelwright.audit'))";

    private static final String UNSEALED = "SELECT " + COLUMNS
            + " FROM audit_unsealed u JOIN audit a ON a.id = u.audit_id ORDER BY u.audit_id LIMIT " + BATCH;

    private static final String APPEND = """
            INSERT INTO audit_seals (seq, audit_id, hash, sealed_at)
            SELECT seq, audit_id, hash, :now
            FROM unnest(cast(:seqs AS bigint[]), cast(:ids AS bigint[]), cast(:hashes AS text[])) AS s(seq, audit_id, hash)
            """;

    private static final String AFTER = "SELECT s.seq, s.audit_id, s.hash, " + COLUMNS
            + " FROM audit_seals s LEFT JOIN audit a ON a.id = s.audit_id WHERE s.seq > :after ORDER BY s.seq LIMIT "
            + PAGE;

    /** Whatever is neither sealed nor waiting for it, and what waits for a seal and is not there. */
    private static final String PASSED_BY = """
            SELECT min(id) FROM (
              SELECT a.id FROM audit a
              WHERE NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.audit_id = a.id)
                AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.audit_id = a.id)
              UNION ALL
              SELECT u.audit_id FROM audit_unsealed u WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.id = u.audit_id)
            ) AS passed_by
            """;

    private final EntityManager database;
    private final Clock clock;

    Seals(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(this::sealSome);
        }
    }

    /** Whether there is more to seal. */
    private boolean sealSome() {
        if (!(Boolean) database.createNativeQuery(LOCK).getSingleResult()) {
            return false;
        }
        List<Link> entries = tuples(database.createNativeQuery(UNSEALED, Tuple.class)).stream()
                .map(Seals::link)
                .toList();
        if (!entries.isEmpty()) {
            append(entries);
        }
        return entries.size() == BATCH;
    }

    private void append(List<Link> entries) {
        Seal last = last().orElse(new Seal(0, 0, Link.START, null));
        List<Long> seqs = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        String head = last.hash();
        for (Link entry : entries) {
            head = entry.sealedOnto(head);
            hashes.add(head);
            seqs.add(last.seq() + hashes.size());
        }
        Long[] ids = entries.stream().map(Link::id).toArray(Long[]::new);
        database.createNativeQuery(APPEND)
                .setParameter("now", clock.instant())
                .setParameter("seqs", seqs.toArray(Long[]::new))
                .setParameter("ids", ids)
                .setParameter("hashes", hashes.toArray(String[]::new))
                .executeUpdate();
        database.createNativeQuery("DELETE FROM audit_unsealed WHERE audit_id = ANY(cast(:ids AS bigint[]))")
                .setParameter("ids", ids)
                .executeUpdate();
    }

    /** The next seals of the chain; empty at its end. */
    @Transactional
    List<Seal> after(long seq) {
        return tuples(database.createNativeQuery(AFTER, Tuple.class).setParameter("after", seq)).stream()
                .map(row -> new Seal(
                        row.get("seq", Long.class),
                        row.get("audit_id", Long.class),
                        row.get("hash", String.class),
                        row.get("id") == null ? null : link(row)))
                .toList();
    }

    /** An entry that will never have a seal. */
    @Transactional
    Optional<Long> passedBy() {
        return Optional.ofNullable(
                (Long) database.createNativeQuery(PASSED_BY, Long.class).getSingleResult());
    }

    @Transactional
    long waiting() {
        return ((Number) database.createNativeQuery("SELECT count(*) FROM audit_unsealed")
                        .getSingleResult())
                .longValue();
    }

    /** The seal of that number, without its entry. */
    @Transactional
    Optional<Seal> at(long seq) {
        return bare(
                database.createNativeQuery("SELECT seq, audit_id, hash FROM audit_seals WHERE seq = :seq", Tuple.class)
                        .setParameter("seq", seq));
    }

    private Optional<Seal> last() {
        return bare(database.createNativeQuery(
                "SELECT seq, audit_id, hash FROM audit_seals ORDER BY seq DESC LIMIT 1", Tuple.class));
    }

    private static Optional<Seal> bare(Query query) {
        return tuples(query).stream()
                .map(row -> new Seal(
                        row.get("seq", Long.class),
                        row.get("audit_id", Long.class),
                        row.get("hash", String.class),
                        null))
                .findFirst();
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> tuples(Query query) {
        return query.getResultList();
    }

    private static Link link(Tuple row) {
        return new Link(
                row.get("id", Long.class),
                row.get("at", Instant.class),
                row.get("actor", String.class),
                row.get("origin", String.class),
                row.get("action", String.class),
                row.get("kind", String.class),
                row.get("object", String.class),
                row.get("was", String.class),
                row.get("becomes", String.class),
                row.get("request_id", String.class));
    }
}
