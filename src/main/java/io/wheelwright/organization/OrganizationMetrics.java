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

    /** Of whom the hub has not found a stage yet is new. */
    private static final String ACTIVE = """
            SELECT count(*) FROM organizations WHERE gone_at IS NULL AND status = 'active' AND NOT EXISTS (
              SELECT FROM lifecycle_stages WHERE org_uid = uid AND stage IN ('suspended', 'ended'))""";

    OrganizationMetrics(MeterRegistry registry, Figures figures) {
        Gauge.builder("wheelwright.active.organizations", () -> figures.number(ACTIVE))
                .description(
                        "Organizations that are there and neither suspended, by hand or by billing, nor at an end.")
                .register(registry);
    }
}
