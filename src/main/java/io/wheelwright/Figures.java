package io.wheelwright;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Figures for gauges that are asked of the database when somebody looks. Without a database they are not a number. */
@ApplicationScoped
public class Figures {

    private static final double MILLIS = 1000;
    private static final int LONGEST_SECONDS = 2;
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final AgroalDataSource database;
    private final Clock clock;
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();

    /** Until then nobody asks: else each gauge of a scrape would wait for the database that is away. */
    private volatile Instant silentUntil = Instant.MIN;

    /** Reads a figure from the first row of an answer. */
    private interface Figure {
        double of(ResultSet row) throws SQLException;
    }

    Figures(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A number.
     *
     * @param ahead how far ahead of now each parameter of the query is, in their order
     */
    public double number(String query, Duration... ahead) {
        return read(query, row -> row.getDouble(1), ahead);
    }

    /** Seconds since an instant; 0 where there is none. */
    public double age(String query) {
        return read(query, row -> age(row.getTimestamp(1)));
    }

    private double age(Timestamp instant) {
        return instant == null
                ? 0
                : Duration.between(instant.toInstant(), clock.instant()).toMillis() / MILLIS;
    }

    private double read(String query, Figure figure, Duration... ahead) {
        if (clock.instant().isBefore(silentUntil)) {
            return Double.NaN;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(LONGEST_SECONDS);
            for (int i = 0; i < ahead.length; i++) {
                statement.setTimestamp(i + 1, Timestamp.from(clock.instant().plus(ahead[i])));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return figure.of(row);
            }
        } catch (SQLException failed) {
            note(query, failed);
            return Double.NaN;
        }
    }

    /** A query that the database refuses, by the classes of SQLSTATE, says so once; it holds up no other. */
    private void note(String query, SQLException failed) {
        String state = failed.getSQLState();
        if (state == null || state.matches("(08|53|57).*")) {
            silentUntil = clock.instant().plus(PAUSE);
        } else if (wrong.add(query)) {
            Log.errorf(failed, "A figure cannot be read: %s", query);
        }
    }
}
