package io.wheelwright.product;

import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanStatus;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.pack.Packs;
import io.wheelwright.pack.PacksChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the database says about products: their rows, and the packs that their plans resolve to. It is asked when a
 * product has changed and every five minutes, not whenever a spoke comes or goes.
 */
@ApplicationScoped
class PublishedProducts {

    private static final Duration VALIDITY = Duration.ofMinutes(4);

    private record Look(long generation, Instant until, List<PlanStatus> plans) {}

    private final Products products;
    private final Packs packs;
    private final Clock clock;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    PublishedProducts(Products products, Packs packs, Clock clock) {
        this.products = products;
        this.packs = packs;
        this.clock = clock;
    }

    /** Sees that the product has its row, and returns what its plans resolve to. */
    List<PlanStatus> know(Product product) {
        String uid = product.getMetadata().getUid();
        long generation = product.getMetadata().getGeneration();
        Look last = looks.get(uid);
        if (last != null && last.generation() == generation && clock.instant().isBefore(last.until())) {
            return last.plans();
        }
        products.observe(product);
        List<PlanStatus> plans = product.getSpec().plans().stream()
                .map(plan -> resolve(product.getSpec(), plan))
                .toList();
        Instant now = clock.instant();
        looks.values().removeIf(look -> look.until().isBefore(now));
        looks.put(uid, new Look(generation, now.plus(VALIDITY), plans));
        return plans;
    }

    /** The plans may resolve to other versions now. */
    void packsChanged(@Observes PacksChanged change) {
        looks.clear();
    }

    private PlanStatus resolve(ProductSpec product, PlanSpec plan) {
        return new PlanStatus(
                plan.id(),
                packs.resolve(product, plan).stream()
                        .map(pack -> new PackStatus(pack.name(), pack.version()))
                        .toList());
    }
}
