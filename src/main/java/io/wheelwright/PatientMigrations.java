package io.wheelwright;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Lets a statement of a migration take longer than one of a request may: a large table is rewritten in its own time. */
@Singleton
class PatientMigrations implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.callbacks(new Patience());
    }

    /** Flyway's connection goes back to the pool: others get it as impatient as it was. */
    private static final class Patience extends BaseCallback {

        private static final Duration LONGEST = Duration.ofHours(2);
        private static final Set<Event> AFTER = Set.of(Event.AFTER_EACH_MIGRATE, Event.AFTER_EACH_MIGRATE_ERROR);

        private int usual;

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE || AFTER.contains(event);
        }

        @Override
        public void handle(Event event, Context context) {
            Connection connection = context.getConnection();
            try {
                if (AFTER.contains(event)) {
                    connection.setNetworkTimeout(Runnable::run, usual);
                } else {
                    usual = connection.getNetworkTimeout();
                    connection.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis());
                }
            } catch (SQLException e) {
                throw new FlywayException("the connection does not take another timeout", e);
            }
        }
    }
}
