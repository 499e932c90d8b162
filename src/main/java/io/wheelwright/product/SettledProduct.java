package io.wheelwright.product;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.outbox.Settled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets the row of a product follow what became of it at the Kubernetes API. */
@ApplicationScoped
class SettledProduct {

    private final Products products;
    private final KubernetesSerialization serialization;

    SettledProduct(Products products, KubernetesSerialization serialization) {
        this.products = products;
        this.serialization = serialization;
    }

    void settled(@Observes Settled settled) {
        if (!settled.kind().equals("Product")) {
            return;
        }
        if (settled.object() == null) {
            products.gone(settled.name());
            return;
        }
        ObjectNode object = serialization.convertValue(settled.object(), ObjectNode.class);
        products.observe(settled.object().getMetadata().getUid(), settled.name(), (ObjectNode) object.get("spec"));
    }
}
