package io.wheelwright.mail;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
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

/** How long mails wait; asked of the database when somebody looks. Without a database it is not a number. */
@Startup
@ApplicationScoped
class MailMetrics {

    private static final String OLDEST =
            "SELECT min(created_at) FROM mails WHERE sent_at IS NULL AND dropped_at IS NULL AND NOT refused";
    private static final double MILLIS = 1000;

    private final AgroalDataSource database;
    private final Clock clock;
    private final Counter givenUp;

    MailMetrics(MeterRegistry registry, AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
        Gauge.builder("wheelwright.mails.oldest.age", this::oldestAge)
                .description("Age of the oldest mail that waits for the mail server; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
        givenUp = Counter.builder("wheelwright.mails.given.up")
                .description("Mails that could not be sent for so long that they are not tried any more.")
                .register(registry);
    }

    void givenUp() {
        givenUp.increment();
    }

    private double oldestAge() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OLDEST);
                ResultSet mails = statement.executeQuery()) {
            mails.next();
            Timestamp oldest = mails.getTimestamp(1);
            return oldest == null
                    ? 0
                    : Duration.between(oldest.toInstant(), clock.instant()).toMillis() / MILLIS;
        } catch (SQLException away) {
            return Double.NaN;
        }
    }
}
