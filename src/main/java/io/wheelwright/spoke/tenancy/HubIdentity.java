package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Whom the API server takes the hub for. It asks once. */
@ApplicationScoped
class HubIdentity {

    private final KubernetesClient client;
    private volatile String userName;

    HubIdentity(KubernetesClient client) {
        this.client = client;
    }

    /** Such as {@code system:serviceaccount:wheelwright-system:wheelwright}. */
    String userName() {
        if (userName == null) {
            userName = client.resource(new SelfSubjectReview())
                    .create()
                    .getStatus()
                    .getUserInfo()
                    .getUsername();
        }
        return userName;
    }
}
