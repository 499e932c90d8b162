package io.wheelwright.license;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** How many licenses were signed. */
@Startup
@ApplicationScoped
class LicenseMetrics {

    private final Counter issued;

    LicenseMetrics(MeterRegistry registry) {
        issued = Counter.builder("wheelwright.licenses.issued")
                .description("Licenses that were signed.")
                .register(registry);
    }

    void issued() {
        issued.increment();
    }
}
