package io.wheelwright;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the hub reaches the Kubernetes API, and since when it does not: what it knows of entitlements, and of all else
 * that the custom resources say, is at least as old as that; a watch that is open and silent is not seen. The database has
 * a check of its own.
 */
@Startup
@Readiness
@ApplicationScoped
class KubernetesReadiness implements HealthCheck {

    private static final String NAME = "Kubernetes API";

    private static final double NANOS = 1e9;

    private final KubernetesClient client;
    private volatile long answeredAt = System.nanoTime();

    KubernetesReadiness(KubernetesClient client, MeterRegistry metrics) {
        this.client = client;
        Gauge.builder("wheelwright.kubernetes.silence", () -> (System.nanoTime() - answeredAt) / NANOS)
                .description("Time since the Kubernetes API has answered a readiness probe of this hub.")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Override
    public HealthCheckResponse call() {
        try {
            String version = client.getKubernetesVersion().getGitVersion();
            answeredAt = System.nanoTime();
            return HealthCheckResponse.named(NAME)
                    .withData("version", version)
                    .up()
                    .build();
        } catch (KubernetesClientException away) {
            return HealthCheckResponse.named(NAME)
                    .withData("reason", "cannot be reached")
                    .down()
                    .build();
        }
    }
}
