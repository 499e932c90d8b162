package io.wheelwright.product;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.outbox.Settled;
import io.wheelwright.status.Unreadable;
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
        Product there = serialization.convertValue(settled.object(), Product.class);
        if (Unreadable.in(there).isEmpty()) {
            products.observe(there);
        }
    }
}
