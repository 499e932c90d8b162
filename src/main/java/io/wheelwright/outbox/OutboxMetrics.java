package io.wheelwright.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;

/** What waits in the outbox; asked of the database when somebody looks. Without a database it is not a number. */
@Startup
@ApplicationScoped
class OutboxMetrics {

    private static final String BACKLOG = "SELECT count(*), min(created_at) FROM outbox WHERE state = 'pending'";
    private static final double MILLIS = 1000;

    private final AgroalDataSource database;
    private final Clock clock;

    /** Reads one figure of the backlog. */
    private interface Figure {
        double of(ResultSet backlog) throws SQLException;
    }

    OutboxMetrics(MeterRegistry registry, AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
        Gauge.builder("wheelwright.outbox.pending", () -> read(backlog -> backlog.getLong(1)))
                .description("Applies that have not reached the Kubernetes API yet.")
                .register(registry);
        Gauge.builder("wheelwright.outbox.oldest.age", () -> read(backlog -> age(backlog.getTimestamp(2))))
                .description("Age of the oldest apply that has not reached the Kubernetes API; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
    }

    private double read(Figure figure) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(BACKLOG);
                ResultSet backlog = statement.executeQuery()) {
            backlog.next();
            return figure.of(backlog);
        } catch (SQLException away) {
            return Double.NaN;
        }
    }

    private double age(Timestamp oldest) {
        return oldest == null
                ? 0
                : Duration.between(oldest.toInstant(), clock.instant()).toMillis() / MILLIS;
    }
}
