package io.wheelwright.organization;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.outbox.Settled;
import io.wheelwright.status.Unreadable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets the row of an organization follow what became of it at the Kubernetes API. The end of one that is being deleted is
 * its reconciler's to see.
 */
@ApplicationScoped
class SettledOrganization {

    private final Organizations organizations;
    private final KubernetesSerialization serialization;

    SettledOrganization(Organizations organizations, KubernetesSerialization serialization) {
        this.organizations = organizations;
        this.serialization = serialization;
    }

    void settled(@Observes Settled settled) {
        if (!settled.kind().equals("Organization")) {
            return;
        }
        if (settled.object() == null) {
            organizations.end(settled.name());
            return;
        }
        Organization there = serialization.convertValue(settled.object(), Organization.class);
        if (Unreadable.in(there).isEmpty() && !there.isMarkedForDeletion()) {
            organizations.observe(there);
        }
    }
}
