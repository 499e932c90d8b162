package io.wheelwright.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;

/** How long mails wait, and how many were given up. */
@Startup
@ApplicationScoped
class MailMetrics {

    private static final String OLDEST =
            "SELECT min(created_at) FROM mails WHERE sent_at IS NULL AND dropped_at IS NULL AND NOT refused";

    private final Counter givenUp;

    MailMetrics(MeterRegistry registry, Figures figures) {
        Gauge.builder("wheelwright.mails.oldest.age", () -> figures.age(OLDEST))
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
}
