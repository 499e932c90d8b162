package io.wheelwright.organization;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;

/** How many customers there are. */
@Startup
@ApplicationScoped
class OrganizationMetrics {

    private static final String ACTIVE =
            "SELECT count(*) FROM organizations WHERE gone_at IS NULL AND status = 'active'";

    OrganizationMetrics(MeterRegistry registry, Figures figures) {
        Gauge.builder("wheelwright.active.organizations", () -> figures.number(ACTIVE))
                .description("Organizations that are there and are not suspended.")
                .register(registry);
    }
}
