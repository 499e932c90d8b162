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
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
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
                   ARRAY(SELECT k.sha256 FROM spoke_keys k WHERE k.spoke_uid = s.uid), s.gone_at IS NOT NULL, s.change_seq, s.status
            FROM spokes s LEFT JOIN manifests m ON m.spoke_uid = s.uid
            WHERE s.uid IS NOT NULL AND s.change_seq > ?
            """;

    private final AgroalDataSource database;
    private final ExecutorService executor;
    private final Map<String, KnownSpoke> byUid = new ConcurrentHashMap<>();
    private final Map<String, KnownSpoke> byName = new ConcurrentHashMap<>();
    private final Map<String, KnownSpoke> byKey = new ConcurrentHashMap<>();
    private long newest;

    Roster(AgroalDataSource database, ExecutorService executor) {
        this.database = database;
        this.executor = executor;
    }

    @Override
    public Optional<String> spokeUid(String sha256) {
        return Optional.ofNullable(byKey.get(sha256)).map(KnownSpoke::uid);
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

    void load(@Observes @Priority(10) StartupEvent start) {
        refresh();
    }

    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) SpokeRows.Changed change) {
        executor.execute(this::refresh);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void refresh() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHANGED)) {
            statement.setLong(1, newest - OVERLAP);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    see(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The spokes cannot be read from the database.", e);
        }
    }

    private void see(ResultSet row) throws SQLException {
        KnownSpoke spoke = spoke(row);
        newest = Math.max(newest, row.getLong(10));
        KnownSpoke before = byUid.get(spoke.uid());
        if (row.getBoolean(9)) {
            forget(before);
        } else if (!spoke.equals(before)) {
            byUid.put(spoke.uid(), spoke);
            byName.put(spoke.spokeId(), spoke);
            spoke.keys().forEach(key -> byKey.put(key, spoke));
            if (before != null) {
                before.keys().stream()
                        .filter(key -> !spoke.keys().contains(key))
                        .forEach(byKey::remove);
            }
        }
    }

    private void forget(KnownSpoke spoke) {
        if (spoke != null) {
            byUid.remove(spoke.uid());
            byName.remove(spoke.spokeId(), spoke);
            spoke.keys().forEach(byKey::remove);
        }
    }

    private static KnownSpoke spoke(ResultSet row) throws SQLException {
        String access = row.getString(4);
        String manifest = row.getString(7);
        return new KnownSpoke(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(11),
                access == null ? Access.Full : Access.valueOf(access),
                row.getBoolean(5),
                row.getString(6),
                manifest == null ? null : Json.read(manifest, Manifest.class),
                Set.of((String[]) row.getArray(8).getArray()));
    }
}
