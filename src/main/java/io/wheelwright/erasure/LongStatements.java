package io.wheelwright.erasure;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.hibernate.Session;

/**
 * Lets statements take longer than those of a request may. The connection of a transaction gives a database up that has not
 * answered for the driver's {@code socketTimeout}; to delete millions of rows takes longer than that.
 */
@ApplicationScoped
class LongStatements {

    private final EntityManager database;

    LongStatements(EntityManager database) {
        this.database = database;
    }

    /**
     * Does the work in the caller's transaction; then its connection, which others get after it, is as impatient as before.
     *
     * @param longest how long a single statement may take
     */
    @Transactional(TxType.MANDATORY)
    <T> T within(Duration longest, Supplier<T> work) {
        Session session = database.unwrap(Session.class);
        int before = session.doReturningWork(Connection::getNetworkTimeout);
        session.doWork(connection -> connection.setNetworkTimeout(Runnable::run, (int) longest.toMillis()));
        try {
            return work.get();
        } finally {
            session.doWork(connection -> restore(connection, before));
        }
    }

    private static void restore(Connection connection, int millis) {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException givenUp) {
            Log.debugf("The connection was given up, and nobody gets it again: %s", givenUp.getMessage());
        }
    }
}
