package io.wheelwright.license;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How many licenses were signed, and why; and how many of those that spokes have come to their end. */
@Startup
@ApplicationScoped
class LicenseMetrics {

    private static final Duration WEEK = Duration.ofDays(7);

    /** The newest license of each spoke that is there. */
    private static final String HELD = """
            SELECT count(*) FROM spokes CROSS JOIN LATERAL (
              SELECT expires_at FROM licenses WHERE spoke_uid = spokes.uid ORDER BY revision DESC, seq DESC LIMIT 1
            ) AS held WHERE gone_at IS NULL AND\s""";

    private static final String EXPIRED = HELD + "expires_at <= ?";
    private static final String EXPIRING = HELD + "expires_at > ? AND expires_at <= ?";

    private final Map<LicenseAction, Counter> issued = new EnumMap<>(LicenseAction.class);

    LicenseMetrics(MeterRegistry registry, Figures figures) {
        Gauge.builder("wheelwright.licenses.expired", () -> figures.number(EXPIRED, Duration.ZERO))
                .description("Spokes whose license has ended.")
                .register(registry);
        Gauge.builder("wheelwright.licenses.expiring", () -> figures.number(EXPIRING, Duration.ZERO, WEEK))
                .description("Spokes whose license ends within a week.")
                .register(registry);
        for (LicenseAction action : LicenseAction.values()) {
            issued.put(
                    action,
                    Counter.builder("wheelwright.licenses.issued")
                            .description("Licenses that were signed.")
                            .tag("action", action.name())
                            .register(registry));
        }
    }

    void issued(LicenseAction action) {
        issued.get(action).increment();
    }
}
