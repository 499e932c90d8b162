package io.wheelwright.fleet;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.Json;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * Makes heartbeats durable, many in one statement: while one batch commits, the next gathers. A report is answered
 * when its batch is committed.
 */
@ApplicationScoped
class HeartbeatJournal {

    /** More are refused, so that a database that hangs does not fill the memory. */
    static final int MOST_WAITING = 20_000;

    private static final int LARGEST_BATCH = 1000;

    /** SQLSTATE class of values that PostgreSQL does not take. */
    private static final String DATA_EXCEPTION = "22";

    private static final String UPSERT = """
            INSERT INTO heartbeats AS h (spoke_uid, first_at, last_at, status, os_version, uptime_seconds, usage, packs,
                                         agent_version, manifest_digest, pack_problems)
            SELECT uid, at, at, status, os, uptime, usage::jsonb, coalesce(packs, '[]')::jsonb, agent, manifest,
                   coalesce(problems, '[]')::jsonb
            FROM unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[])
              AS r(uid, at, status, os, uptime, usage, packs, agent, manifest, problems)
            ON CONFLICT (spoke_uid) DO UPDATE SET
              last_at = excluded.last_at, status = excluded.status, os_version = excluded.os_version,
              uptime_seconds = excluded.uptime_seconds, usage = excluded.usage, packs = excluded.packs,
              agent_version = excluded.agent_version, manifest_digest = excluded.manifest_digest,
              pack_problems = excluded.pack_problems
            """;

    /** A report that is waiting to become durable. */
    private record Entry(String spokeUid, Instant at, HeartbeatRequest report, CompletableFuture<Void> durable) {}

    private final AgroalDataSource database;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::write, "heartbeat-journal");

    HeartbeatJournal(AgroalDataSource database) {
        this.database = database;
    }

    void start(@Observes StartupEvent start) {
        writer.setDaemon(true);
        writer.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        writer.interrupt();
    }

    CompletionStage<Void> append(String spokeUid, Instant at, HeartbeatRequest report) {
        Entry entry = new Entry(spokeUid, at, report, new CompletableFuture<>());
        if (!queue.offer(entry)) {
            throw Problem.of(ProblemType.UNAVAILABLE, "Too many reports wait for the database: report again later.");
        }
        return entry.durable();
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(LARGEST_BATCH);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(queue.take());
                queue.drainTo(batch, LARGEST_BATCH - 1);
                commit(batch);
                batch.clear();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Entry> batch) {
        Map<String, List<Entry>> bySpoke =
                batch.stream().collect(Collectors.groupingBy(Entry::spokeUid, LinkedHashMap::new, Collectors.toList()));
        try {
            upsert(bySpoke.values().stream().map(HeartbeatJournal::newest).toList());
            batch.forEach(entry -> entry.durable().complete(null));
        } catch (SQLException | RuntimeException e) {
            if (bySpoke.size() > 1 && isOfTheData(e)) {
                bySpoke.values().forEach(this::commit); // only the spoke whose report it is shall suffer
            } else {
                batch.forEach(entry -> entry.durable().completeExceptionally(e));
            }
        }
    }

    private static Entry newest(List<Entry> ofOneSpoke) {
        return ofOneSpoke.get(ofOneSpoke.size() - 1);
    }

    /** Whether it is the report that cannot be kept, and not the database that is away. */
    static boolean isOfTheData(Throwable e) {
        return e instanceof SQLException refused
                && refused.getSQLState() != null
                && refused.getSQLState().startsWith(DATA_EXCEPTION);
    }

    private void upsert(List<Entry> entries) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            Columns columns = new Columns(connection, statement, entries);
            columns.text(1, Entry::spokeUid);
            columns.set(2, "timestamptz", entry -> entry.at().toString());
            columns.text(3, entry -> entry.report().status().wire());
            columns.text(4, entry -> entry.report().osVersion());
            columns.set(5, "bigint", entry -> entry.report().uptimeSeconds());
            columns.text(6, entry -> json(entry.report().usage()));
            columns.text(7, entry -> list(entry.report().installedPacks()));
            columns.text(8, entry -> entry.report().agentVersion());
            columns.text(9, entry -> entry.report().manifestDigest());
            columns.text(10, entry -> list(entry.report().packProblems()));
            statement.executeUpdate();
        }
    }

    private static String list(List<?> values) {
        return values == null || values.isEmpty() ? null : Json.write(values);
    }

    private static String json(Map<String, Long> usage) {
        return usage == null || usage.isEmpty() ? "{}" : Json.write(usage);
    }

    /** Sets one array a column. */
    private record Columns(Connection connection, PreparedStatement statement, List<Entry> entries) {

        interface Value {
            Object of(Entry entry);
        }

        void text(int index, Value value) throws SQLException {
            set(index, "text", value);
        }

        void set(int index, String type, Value value) throws SQLException {
            Object[] column = entries.stream().map(value::of).toArray();
            statement.setArray(index, connection.createArrayOf(type, column));
        }
    }
}
