package io.wheelwright;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the hub reaches the Kubernetes API; the database has a check of its own. */
@Readiness
@ApplicationScoped
class KubernetesReadiness implements HealthCheck {

    private static final String NAME = "Kubernetes API";

    private final KubernetesClient client;

    KubernetesReadiness(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named(NAME)
                    .withData("version", client.getKubernetesVersion().getGitVersion())
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
