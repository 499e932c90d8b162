package io.wheelwright.fault;

import static io.wheelwright.support.Patience.SOON;
import static org.awaitility.Awaitility.await;

import io.wheelwright.support.Hub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A place within the hub's transactions that none passes until it is opened, such as for a kill; one a table at a time. */
final class Barrier implements AutoCloseable {

    private final Hub hub;
    private final Connection keeper;
    private final String table;
    private final int lock;

    private Barrier(Hub hub, Connection keeper, String table) {
        this.hub = hub;
        this.keeper = keeper;
        this.table = table;
        this.lock = table.hashCode() & Integer.MAX_VALUE;
    }

    /** Before rows are written to the table: {@code INSERT} or {@code UPDATE}, and when, as a trigger says it. */
    static Barrier before(Hub hub, String write, String table, String when) {
        try {
            Barrier barrier =
                    new Barrier(hub, DriverManager.getConnection(hub.space().databaseUrl()), table);
            barrier.execute("SELECT pg_advisory_lock(%d)".formatted(barrier.lock));
            barrier.execute("""
                    CREATE FUNCTION barrier_%1$s() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_advisory_xact_lock(%2$d); RETURN NEW; END $$
                    """.formatted(table, barrier.lock));
            barrier.execute(
                    "CREATE TRIGGER barrier BEFORE %1$s ON %2$s FOR EACH ROW WHEN (%3$s) EXECUTE FUNCTION barrier_%2$s()"
                            .formatted(write, table, when));
            return barrier;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Waits until a transaction of the hub stands before it. */
    void awaitSomebody() {
        awaitSome(1);
    }

    /** Waits until that many transactions of the hub stand before it. */
    void awaitSome(int transactions) {
        await().atMost(SOON)
                .until(() -> transactions
                        <= hub.rows(
                                        "select 1 from pg_locks where locktype = 'advisory' and not granted and objid = "
                                                + lock
                                                + " and database = (select oid from pg_database where datname = current_database())")
                                .size());
    }

    /** Opens it and takes it away, once nobody stands in it any more. */
    @Override
    public void close() {
        try (keeper) {
            execute("SELECT pg_advisory_unlock(%d)".formatted(lock));
            execute("DROP TRIGGER barrier ON " + table);
            execute("DROP FUNCTION barrier_%s()".formatted(table));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }
}
