package io.wheelwright.license;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** How many licenses were signed, and why. */
@Startup
@ApplicationScoped
class LicenseMetrics {

    private final Map<LicenseAction, Counter> issued = new EnumMap<>(LicenseAction.class);

    LicenseMetrics(MeterRegistry registry) {
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
