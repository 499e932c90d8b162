package io.wheelwright.product;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductStatus;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.status.Conditions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Makes the hub know each Product, records each version of it as a snapshot, and refuses other content under a version
 * that was published.
 */
@ControllerConfiguration(
        name = "product",
        fieldManager = "wheelwright-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 60_000)
class ProductReconciler implements Reconciler<Product> {

    private final Products products;
    private final Snapshots snapshots;
    private final Conditions conditions;

    ProductReconciler(Products products, Snapshots snapshots, Clock clock) {
        this.products = products;
        this.snapshots = snapshots;
        this.conditions = new Conditions(clock);
    }

    @Override
    public UpdateControl<Product> reconcile(Product product, Context<Product> context) {
        products.observe(product);
        ControllerRevision snapshot = snapshots.record(product);
        Condition ready = snapshots.sameContent(snapshot, product)
                ? Conditions.holds(ConditionTypes.READY, Reasons.READY, "The version is published.")
                : Conditions.fails(
                        ConditionTypes.READY,
                        "VersionContentChanged",
                        "Version %s was published with other content, which spokes go on using; give the new content a new spec.version."
                                .formatted(product.getSpec().version()));
        List<Condition> before =
                product.getStatus() == null ? List.of() : product.getStatus().conditions();
        long generation = product.getMetadata().getGeneration();
        ProductStatus status =
                new ProductStatus(generation, conditions.merge(before, List.of(ready), generation), List.of(), null);
        if (Objects.equals(status, product.getStatus())) {
            return UpdateControl.noUpdate();
        }
        Product patch = new Product();
        patch.getMetadata().setName(product.getMetadata().getName());
        patch.getMetadata().setNamespace(product.getMetadata().getNamespace());
        patch.getMetadata().setUid(product.getMetadata().getUid());
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }
}
