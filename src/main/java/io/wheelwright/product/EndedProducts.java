package io.wheelwright.product;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Product;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Ends the rows of Products that somebody has deleted, also while no hub ran. A Product needs no finalizer for that: no
 * spoke depends on it once its versions are recorded.
 */
@ApplicationScoped
class EndedProducts {

    private final KubernetesClient client;
    private final Products products;
    private final Leadership leadership;
    private final String namespace;
    private volatile IndexerResourceCache<Product> copies;

    EndedProducts(KubernetesClient client, Products products, Leadership leadership, WheelwrightConfig config) {
        this.client = client;
        this.products = products;
        this.leadership = leadership;
        this.namespace = config.namespace();
    }

    void watch(IndexerResourceCache<Product> copies) {
        this.copies = copies;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (leadership.isLeader() && copies != null) {
            products.seen().forEach(this::endIfDeleted);
        }
    }

    /** A copy that is missing may only be late: what counts is a live read. */
    private void endIfDeleted(String productId, String uid) {
        if (copies.get(new ResourceID(productId, namespace)).isEmpty() && !isThere(productId)) {
            products.gone(productId, uid);
        }
    }

    private boolean isThere(String productId) {
        return client.resources(Product.class)
                        .inNamespace(namespace)
                        .withName(productId)
                        .get()
                != null;
    }
}
