package io.wheelwright.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Queries of a test to a database. What is awaited is asked for ten times a second: the connection is kept from one query
 * to the next, and replaced by another when the database was away meanwhile.
 */
final class Queries implements AutoCloseable {

    private static final int SECONDS_TO_ANSWER = 1;

    private final String url;
    private final AtomicReference<Connection> idle = new AtomicReference<>();

    Queries(String url) {
        this.url = url;
    }

    /** The rows; each a list of its columns as text. */
    List<List<String>> rows(String query) {
        try {
            Connection connection = take();
            try {
                return rows(connection, query);
            } finally {
                giveBack(connection);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        try (Connection last = idle.getAndSet(null)) {
            // it only has to be closed, where there is one
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection take() throws SQLException {
        Connection connection = idle.getAndSet(null);
        if (connection == null) {
            return DriverManager.getConnection(url);
        }
        if (connection.isValid(SECONDS_TO_ANSWER)) {
            return connection;
        }
        connection.close();
        return DriverManager.getConnection(url);
    }

    /** Where two ask at the same time, one connection is kept. */
    private void giveBack(Connection connection) throws SQLException {
        if (!idle.compareAndSet(null, connection)) {
            connection.close();
        }
    }

    private static List<List<String>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
