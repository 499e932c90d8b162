package io.wheelwright.support;

import static io.wheelwright.support.Patience.SOON;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Holds a hub at one point of its work with the outbox, by locks in its database: so a test can kill it there, and
 * nothing in the hub knows of tests.
 */
public final class OutboxGate implements AutoCloseable {

    private static final int LOCK = 4711;

    private final Hub hub;
    private final Connection gate;
    private final Connection table;

    private OutboxGate(Hub hub, Connection gate, Connection table) {
        this.hub = hub;
        this.gate = gate;
        this.table = table;
    }

    /**
     * Lets nobody write such a row.
     *
     * @param event {@code INSERT} or {@code UPDATE}
     * @param condition SQL on {@code NEW}
     */
    public static OutboxGate before(Hub hub, String event, String condition) {
        try {
            String url = hub.space().databaseUrl();
            OutboxGate gate = new OutboxGate(hub, DriverManager.getConnection(url), DriverManager.getConnection(url));
            gate.table.setAutoCommit(false);
            gate.run(gate.gate, """
                    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NEW; END'""".formatted(LOCK));
            gate.run(
                    gate.gate,
                    "CREATE TRIGGER gate BEFORE %s ON outbox FOR EACH ROW WHEN (%s) EXECUTE FUNCTION gate()"
                            .formatted(event, condition));
            gate.run(gate.gate, "SELECT pg_advisory_lock(%d)".formatted(LOCK));
            return gate;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until somebody stands before the gate. */
    public void awaitWaiting() {
        awaitRow("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %d AND NOT granted".formatted(LOCK));
    }

    /** Lets through who waits, and nobody at the outbox after that. */
    public void letThroughAndCloseBehind() {
        CompletableFuture<Void> locked =
                CompletableFuture.runAsync(() -> run(table, "LOCK TABLE outbox IN EXCLUSIVE MODE"));
        awaitRow(
                "SELECT 1 FROM pg_locks WHERE relation = 'outbox'::regclass AND mode = 'ExclusiveLock' AND NOT granted");
        run(gate, "SELECT pg_advisory_unlock(%d)".formatted(LOCK));
        locked.join();
    }

    /** Takes the gate away. Sessions of a hub that was killed end, and leave nothing behind. */
    @Override
    public void close() {
        try (gate;
                table) {
            table.rollback();
            run(gate, "SELECT pg_advisory_unlock_all()");
            run(gate, "DROP FUNCTION gate CASCADE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitRow(String query) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hub.rows(query), rows -> rows.contains(List.of("1")));
    }

    private void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
