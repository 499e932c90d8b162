package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Tells whether Spokes are deleted because what holds them all is: their definition or their namespace. Nobody has
 * asked for the end of a single customer then, so every instance is kept.
 */
@ApplicationScoped
class FleetEnd {

    private final KubernetesClient client;
    private final String fleet;

    FleetEnd(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.fleet = config.namespace();
    }

    /** What is being deleted around the Spokes, if anything is; read live. */
    Optional<String> cause() {
        String definition = HasMetadata.getFullResourceName(Spoke.class);
        if (isTerminating(client.namespaces().withName(fleet).get())) {
            return Optional.of("namespace %s is being deleted".formatted(fleet));
        }
        if (isTerminating(client.resources(CustomResourceDefinition.class)
                .withName(definition)
                .get())) {
            return Optional.of("the definition %s is being deleted".formatted(definition));
        }
        return Optional.empty();
    }

    private static boolean isTerminating(HasMetadata object) {
        return object == null || object.getMetadata().getDeletionTimestamp() != null;
    }
}
