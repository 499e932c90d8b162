package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether Spokes are deleted because what holds them all is: a definition or their namespace. Nobody has
 * asked for the end of a single customer then, so every instance is kept.
 */
@ApplicationScoped
public class FleetEnd {

    private final KubernetesClient client;
    private final String fleet;

    FleetEnd(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.fleet = config.namespace();
    }

    /** What is being deleted around the Spokes, if anything is; read live. */
    public Optional<String> cause() {
        if (isTerminating(client.namespaces().withName(fleet).get())) {
            return Optional.of("namespace %s is being deleted".formatted(fleet));
        }
        for (Class<? extends HasMetadata> kind : List.of(Spoke.class, Organization.class)) {
            String definition = HasMetadata.getFullResourceName(kind);
            if (isTerminating(client.resources(CustomResourceDefinition.class)
                    .withName(definition)
                    .get())) {
                return Optional.of("the definition %s is being deleted".formatted(definition));
            }
        }
        return Optional.empty();
    }

    private static boolean isTerminating(HasMetadata object) {
        return object == null || object.getMetadata().getDeletionTimestamp() != null;
    }
}
