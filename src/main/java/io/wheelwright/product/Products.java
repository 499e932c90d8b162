package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Cluster;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The products as REST knows them. */
@ApplicationScoped
public class Products {

    private static final String KIND = "Product";
    private static final String API_VERSION = "wheelwright.io/v1alpha1";

    private final Cluster cluster;
    private final Outbox outbox;
    private final Audit audit;
    private final Caller caller;
    private final String namespace;
    private final Clock clock;

    Products(Cluster cluster, Outbox outbox, Audit audit, Caller caller, WheelwrightConfig config, Clock clock) {
        this.cluster = cluster;
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    /** A product on the wire and its version. */
    record Versioned(JsonNode product, String etag) {}

    /** Makes the product, or puts the document in its place. */
    @Transactional
    Versioned put(String productId, ObjectNode spec, Optional<String> ifMatch) {
        Turn.take(KIND, productId);
        Optional<ProductEntity> before = ProductEntity.findByIdOptional(productId);
        if (ifMatch.isPresent() && before.filter(p -> matches(ifMatch.get(), p)).isEmpty()) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED, "The product has changed since: read it again, then decide.");
        }
        GenericKubernetesResource resource =
                resource(productId, before.map(p -> p.uid).orElse(null), spec);
        cluster.check(resource, Outbox.FIELD_MANAGER, ProductDocument::wireName);
        JsonNode old = before.map(ProductEntity::spec).orElse(null);
        ProductEntity entity = before.orElseGet(() -> make(productId));
        boolean changed = fill(entity, spec);
        entity.persist();
        if (changed) {
            audit.record(caller.actor(), old == null ? "create" : "update", KIND, productId, old, spec);
            if (old == null) {
                outbox.create(resource);
            } else {
                outbox.change(resource, Outbox.FIELD_MANAGER);
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

    /** What the product says, if there is one of this name. */
    @Transactional
    public Optional<ProductSpec> spec(String productId) {
        return ProductEntity.<ProductEntity>findByIdOptional(productId)
                .map(entity -> Json.read(entity.spec, ProductSpec.class));
    }

    /** Records what the operator sees of a Product, however it was made; writes nothing when it is the same. */
    @Transactional
    public void observe(String uid, String productId, ProductSpec spec) {
        observe(uid, productId, (ObjectNode) Json.tree(spec));
    }

    @Transactional
    void observe(String uid, String productId, ObjectNode spec) {
        Turn.take(KIND, productId);
        ProductEntity entity =
                ProductEntity.<ProductEntity>findByIdOptional(productId).orElseGet(() -> make(productId));
        entity.uid = uid;
        outbox.seen(KIND, productId, uid);
        fill(entity, spec);
        entity.persist();
    }

    /** Records that a Product is gone. */
    @Transactional
    public void gone(String productId) {
        ProductEntity.deleteById(productId);
    }

    private boolean fill(ProductEntity entity, ObjectNode spec) {
        String text = Json.write(Json.convert(spec, Map.class));
        if (entity.spec != null && entity.spec().equals(spec)) {
            return false;
        }
        entity.spec = text;
        entity.version = spec.path("version").asText();
        entity.active = spec.path("active").asBoolean(true);
        entity.updatedAt = clock.instant();
        return true;
    }

    private ProductEntity make(String productId) {
        Instant now = clock.instant();
        ProductEntity entity = new ProductEntity();
        entity.productId = productId;
        entity.createdAt = now;
        entity.updatedAt = now;
        return entity;
    }

    private GenericKubernetesResource resource(String productId, String uid, ObjectNode spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(API_VERSION);
        resource.setKind(KIND);
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(productId)
                .withUid(uid)
                .build());
        resource.setAdditionalProperty("spec", spec);
        return resource;
    }

    private static Versioned versioned(ProductEntity entity) {
        JsonNode wire = ProductDocument.toWire(entity.productId, entity.spec());
        return new Versioned(wire, etag(entity));
    }

    private static String etag(ProductEntity entity) {
        return "\""
                + Digest.sha256(Json.write(Json.convert(entity.spec(), Map.class)))
                        .substring(0, 16) + "\"";
    }

    private static boolean matches(String ifMatch, ProductEntity entity) {
        return ifMatch.equals("*") || ifMatch.equals(etag(entity));
    }
}
