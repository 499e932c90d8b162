package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds namespaces of spokes: by the informers' copy, and one without the label that they are watched by as it is. */
@ApplicationScoped
class SpokeNamespaces {

    private final SpokeInformers informers;
    private final KubernetesClient client;

    SpokeNamespaces(SpokeInformers informers, KubernetesClient client) {
        this.informers = informers;
        this.client = client;
    }

    Optional<Namespace> find(String name) {
        return informers
                .namespace(name)
                .or(() -> Optional.ofNullable(client.namespaces().withName(name).get()));
    }
}
