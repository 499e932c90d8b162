package io.wheelwright.fleet;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Json;
import io.wheelwright.access.SpokeKeys;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.api.v1alpha1.Access;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The spokes in memory, so that a heartbeat asks the database nothing. A change made by this hub is seen at once, one
 * made by another hub within a second.
 */
@ApplicationScoped
class Roster implements SpokeKeys {

    /** Sequence numbers become visible out of order: a few below the highest one seen are read again. */
    private static final long OVERLAP = 256;

    private static final String CHANGED = """
            SELECT s.uid, s.spoke_id, s.org_id, s.access, s.handed_off_at IS NOT NULL, s.target_version, m.manifest,
                   ARRAY(SELECT k.sha256 FROM spoke_keys k WHERE k.spoke_uid = s.uid ORDER BY k.created_at DESC), s.gone_at IS NOT NULL, s.change_seq,
                   s.status, s.id, EXISTS (SELECT 1 FROM license_revocations r WHERE r.org_uid = s.org_uid
                     AND NOT (r.departure AND s.own_billing)),
                   (SELECT max(l.revision) FROM licenses l WHERE l.spoke_uid = s.uid)
            FROM spokes s LEFT JOIN manifests m ON m.spoke_uid = s.uid
            WHERE s.uid IS NOT NULL AND s.change_seq > ?
            """;

    private static final String PRESENT = CHANGED + " AND s.gone_at IS NULL";

    private final AgroalDataSource database;
    private final ExecutorService executor;
    private final Event<NewKeyUsed> newKeys;
    private final Event<RevocationSeen> revocations;
    private final Map<String, KnownSpoke> byUid = new ConcurrentHashMap<>();
    private final Map<String, KnownSpoke> byName = new ConcurrentHashMap<>();
    private final Map<String, KnownSpoke> byKey = new ConcurrentHashMap<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private long newest;

    /** An agent has come with its new key: it has no use for the former one any more. */
    record NewKeyUsed(String spokeUid, String sha256) {}

    Roster(
            AgroalDataSource database,
            ExecutorService executor,
            Event<NewKeyUsed> newKeys,
            Event<RevocationSeen> revocations) {
        this.database = database;
        this.executor = executor;
        this.newKeys = newKeys;
        this.revocations = revocations;
    }

    @Override
    public Optional<String> spokeUid(String sha256) {
        KnownSpoke spoke = byKey.get(sha256);
        if (spoke == null) {
            return Optional.empty();
        }
        if (spoke.replaces(sha256)) {
            newKeys.fireAsync(new NewKeyUsed(spoke.uid(), sha256));
        }
        return Optional.of(spoke.uid());
    }

    Optional<KnownSpoke> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    Optional<KnownSpoke> byName(String spokeId) {
        return Optional.ofNullable(byName.get(spokeId));
    }

    long count(Predicate<KnownSpoke> like) {
        return byUid.values().stream().filter(like).count();
    }

    /** Ids of such spokes, in order. */
    List<Long> ids(Predicate<KnownSpoke> like) {
        return byUid.values().stream().filter(like).map(KnownSpoke::id).sorted().toList();
    }

    void load(@Observes @Priority(10) StartupEvent start) {
        refresh();
    }

    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) SpokeRows.Changed change) {
        if (wanted.compareAndSet(false, true)) {
            executor.execute(this::refresh);
        }
    }

    /** A change that comes after the beginning wants another one. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void refresh() {
        wanted.set(false);
        read(CHANGED, newest - OVERLAP);
    }

    /**
     * Reads everything anew: rows may be removed, and their sequence may begin again further down, when the database is
     * restored.
     */
    @Scheduled(every = "5m", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void reload() {
        newest = 0;
        Set<String> present = read(PRESENT, -1);
        byUid.values().stream()
                .filter(spoke -> !present.contains(spoke.uid()))
                .toList()
                .forEach(this::forget);
    }

    /** UIDs of the spokes that were read. */
    private Set<String> read(String query, long after) {
        Set<String> uids = new HashSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    uids.add(see(rows));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The spokes cannot be read from the database.", e);
        }
        return uids;
    }

    private String see(ResultSet row) throws SQLException {
        KnownSpoke spoke = spoke(row);
        newest = Math.max(newest, row.getLong(10));
        KnownSpoke before = byUid.get(spoke.uid());
        if (row.getBoolean(9)) {
            forget(before);
        } else if (!spoke.equals(before)) {
            replace(before, spoke);
        }
        return spoke.uid();
    }

    /** The spoke is there all the while, so that no agent is refused meanwhile. */
    private void replace(KnownSpoke before, KnownSpoke spoke) {
        byUid.put(spoke.uid(), spoke);
        KnownSpoke namesake = byName.put(spoke.spokeId(), spoke);
        spoke.keys().forEach(key -> byKey.put(key, spoke));
        if (before != null) {
            before.keys().forEach(key -> byKey.remove(key, before));
            if (before.revoked() != spoke.revoked()) {
                revocations.fireAsync(new RevocationSeen(spoke.spokeId()));
            }
        }
        if (namesake != null && !namesake.uid().equals(spoke.uid())) {
            forget(namesake); // a name is one spoke's at a time: this one was rebound
        }
    }

    private void forget(KnownSpoke spoke) {
        if (spoke != null) {
            byUid.remove(spoke.uid());
            byName.remove(spoke.spokeId(), spoke);
            spoke.keys().forEach(key -> byKey.remove(key, spoke));
        }
    }

    private static KnownSpoke spoke(ResultSet row) throws SQLException {
        String access = row.getString(4);
        boolean revoked = row.getBoolean(13);
        String manifest = row.getString(7);
        return new KnownSpoke(
                row.getLong(12),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(11),
                revoked ? Access.None : access == null ? Access.Full : Access.valueOf(access),
                revoked,
                row.getObject(14, Long.class),
                row.getBoolean(5),
                row.getString(6),
                manifest == null ? null : Json.read(manifest, Manifest.class),
                List.of((String[]) row.getArray(8).getArray()));
    }
}
