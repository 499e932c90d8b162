package io.wheelwright;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clock that everything reads. */
class SystemClock {

    private static final String OWN_MACHINE = "127.0.0.1";

    @Produces
    @ApplicationScoped
    Clock clock(
            WheelwrightConfig config,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "0.0.0.0") String host) {
        if (config.movedClock().isEmpty()) {
            return Clock.systemUTC();
        }
        if (!host.equals(OWN_MACHINE)) {
            throw new IllegalStateException(
                    "wheelwright.moved-clock is for tests: leave it out, or let quarkus.http.host be " + OWN_MACHINE);
        }
        return new MovedClock(config.movedClock().get());
    }
}
