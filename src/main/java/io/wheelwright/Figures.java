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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    /** Reads a figure from an answer, before its first row. */
    private interface Figure<T> {
        T of(ResultSet row) throws SQLException;
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
        return read(query, first(row -> row.getDouble(1)), ahead).orElse(Double.NaN);
    }

    /** Seconds since an instant; 0 where there is none. */
    public double age(String query) {
        return read(query, first(row -> age(row.getTimestamp(1)))).orElse(Double.NaN);
    }

    /** Numbers by names, of rows that have the name before the number; empty where the database does not say. */
    public Optional<Map<String, Double>> numbers(String query) {
        return read(query, rows -> {
            Map<String, Double> numbers = new HashMap<>();
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getDouble(2));
            }
            return numbers;
        });
    }

    private double age(Timestamp instant) {
        return instant == null
                ? 0
                : Duration.between(instant.toInstant(), clock.instant()).toMillis() / MILLIS;
    }

    private static Figure<Double> first(Figure<Double> ofRow) {
        return rows -> {
            rows.next();
            return ofRow.of(rows);
        };
    }

    private <T> Optional<T> read(String query, Figure<T> figure, Duration... ahead) {
        if (clock.instant().isBefore(silentUntil)) {
            return Optional.empty();
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(LONGEST_SECONDS);
            for (int i = 0; i < ahead.length; i++) {
                statement.setTimestamp(i + 1, Timestamp.from(clock.instant().plus(ahead[i])));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return Optional.of(figure.of(rows));
            }
        } catch (SQLException failed) {
            note(query, failed);
            return Optional.empty();
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
