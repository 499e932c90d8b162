package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The products as REST knows them. */
@ApplicationScoped
public class Products {

    private static final String KIND = "Product";

    private final Proposals proposals;
    private final Outbox outbox;
    private final Event<ProductObserved> observed;
    private final String namespace;
    private final Clock clock;

    Products(
            Proposals proposals,
            Outbox outbox,
            Event<ProductObserved> observed,
            WheelwrightConfig config,
            Clock clock) {
        this.proposals = proposals;
        this.outbox = outbox;
        this.observed = observed;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    record SeenProduct(String productId, String uid) {}

    /** A product on the wire and its version. */
    record Versioned(JsonNode product, String etag) {}

    /** Ends the request if the product cannot be put. */
    void check(String productId, ObjectNode spec, Optional<String> ifMatch) {
        endIfDeleted(productId);
        Optional<ProductEntity> before = ProductEntity.findByIdOptional(productId);
        checkVersion(before, ifMatch);
        if (before.filter(product -> product.says(spec)).isEmpty()) {
            proposals.check(proposal(productId, uid(before), spec));
        }
    }

    /** A resource that somebody has just deleted is made anew, even if the document is the same. */
    private void endIfDeleted(String productId) {
        String uid = uid(ProductEntity.findByIdOptional(productId));
        if (uid != null
                && !proposals.isThere(proposal(productId, uid, JsonNodeFactory.instance.objectNode())
                        .manifest())) {
            gone(productId, uid);
        }
    }

    /** Makes the product, or puts the document in its place. */
    @Transactional
    Versioned put(String productId, ObjectNode spec, Optional<String> ifMatch) {
        Turn.take(KIND, productId);
        Optional<ProductEntity> before = ProductEntity.findByIdOptional(productId);
        checkVersion(before, ifMatch);
        Proposal proposal = proposal(productId, uid(before), spec);
        JsonNode old = before.map(ProductEntity::spec).orElse(null);
        ProductEntity entity = before.orElseGet(() -> ProductEntity.make(productId, clock.instant()));
        if (entity.take(Json.convert(spec, ProductSpec.class), clock.instant())) {
            entity.persist();
            if (old == null) {
                proposals.create(proposal, spec);
            } else {
                proposals.change(proposal, old, spec);
            }
        }
        return versioned(entity);
    }

    @Transactional
    Optional<Versioned> find(String productId) {
        return ProductEntity.<ProductEntity>findByIdOptional(productId).map(Products::versioned);
    }

    @Transactional
    List<JsonNode> active() {
        return ProductEntity.<ProductEntity>list("active = true order by productId").stream()
                .map(entity -> versioned(entity).product())
                .toList();
    }

    /** Names of the products that are sold at the moment. */
    @Transactional
    public List<String> activeIds() {
        return ProductEntity.<ProductEntity>list("active = true order by productId").stream()
                .map(entity -> entity.productId)
                .toList();
    }

    /** What the product says, if there is one of this name. */
    @Transactional
    public Optional<ProductSpec> spec(String productId) {
        return ProductEntity.<ProductEntity>findByIdOptional(productId).map(ProductEntity::model);
    }

    /** What all products say, also those that are not sold any more. */
    @Transactional
    public List<ProductSpec> specs() {
        return ProductEntity.<ProductEntity>listAll().stream()
                .map(ProductEntity::model)
                .toList();
    }

    /**
     * Records what a Product says, however it was made; writes nothing when it is the same. An older state than the one
     * that was seen, or than the one that is on its way, is none.
     */
    @Transactional
    public void observe(Product seen) {
        String productId = seen.getMetadata().getName();
        Turn.take(KIND, productId);
        ProductEntity entity = ProductEntity.<ProductEntity>findByIdOptional(productId)
                .orElseGet(() -> ProductEntity.make(productId, clock.instant()));
        boolean older = entity.hasSeenNewerThan(seen);
        entity.uid = seen.getMetadata().getUid();
        if (entity.isNew() || (!older && !outbox.pending(KIND, productId))) {
            entity.take(seen, clock.instant());
        }
        entity.persist();
        observed.fire(new ProductObserved(productId, entity.model()));
    }

    /** Records that a creation came to nothing, or that its Product is gone. */
    @Transactional
    public void gone(String productId) {
        ProductEntity.deleteById(productId);
    }

    /** Records that a Product is gone: no more can be ordered of it, and another one may have its name. */
    @Transactional
    void gone(String productId, String uid) {
        Turn.take(KIND, productId);
        ProductEntity.delete("productId = ?1 and uid = ?2", productId, uid);
    }

    /** UIDs of the products whose resources have been seen, by name. */
    @Transactional
    Map<String, String> seen() {
        try (Stream<SeenProduct> seen = ProductEntity.find("uid is not null").project(SeenProduct.class).stream()) {
            return seen.collect(Collectors.toMap(SeenProduct::productId, SeenProduct::uid));
        }
    }

    private static void checkVersion(Optional<ProductEntity> there, Optional<String> ifMatch) {
        if (ifMatch.isPresent()
                && there.filter(product ->
                                ifMatch.get().equals("*") || ifMatch.get().equals(product.etag()))
                        .isEmpty()) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED, "The product has changed since: read it again, then decide.");
        }
    }

    private Proposal proposal(String productId, String uid, ObjectNode spec) {
        return Proposal.of(
                Proposal.HUB,
                KIND,
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(productId)
                        .withUid(uid)
                        .build(),
                spec,
                ProductFields::ofCause);
    }

    private static String uid(Optional<ProductEntity> there) {
        return there.map(product -> product.uid).orElse(null);
    }

    private static Versioned versioned(ProductEntity entity) {
        return new Versioned(ProductDocumentWriter.write(entity.productId, entity.spec()), entity.etag());
    }
}
