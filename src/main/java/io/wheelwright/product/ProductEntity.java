package io.wheelwright.product;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A product as its resource says, or will say once the outbox is empty. The specification is kept with its defaults: so
 * it is the same, and has the same version, before and after the API server has filled them in.
 */
@Entity
@Table(name = "products")
class ProductEntity extends PanacheEntityBase {

    private static final int ETAG_LENGTH = 16;

    @Id
    String productId;

    String uid;
    String version;
    boolean active;

    @JdbcTypeCode(SqlTypes.JSON)
    String spec;

    /** Newest generation of the resource that was seen. */
    long generation;

    Instant createdAt;
    Instant updatedAt;

    static ProductEntity make(String productId, Instant now) {
        ProductEntity entity = new ProductEntity();
        entity.productId = productId;
        entity.createdAt = now;
        entity.updatedAt = now;
        return entity;
    }

    boolean isNew() {
        return spec == null;
    }

    boolean hasSeenNewerThan(Product seen) {
        return seen.getMetadata().getUid().equals(uid) && seen.getMetadata().getGeneration() < generation;
    }

    /** Takes over what the resource says. */
    void take(Product seen, Instant now) {
        generation = seen.getMetadata().getGeneration();
        take(seen.getSpec(), now);
    }

    /** Takes over a specification, and says whether that was new. */
    boolean take(ProductSpec wanted, Instant now) {
        String text = canonical(wanted);
        if (!isNew() && text.equals(canonical(model()))) {
            return false;
        }
        spec = text;
        version = wanted.version();
        active = wanted.active();
        updatedAt = now;
        return true;
    }

    ObjectNode spec() {
        return Json.read(spec, ObjectNode.class);
    }

    ProductSpec model() {
        return Json.read(spec, ProductSpec.class);
    }

    /** Whether it says all that already; what the model cannot read is for the API server to judge. */
    boolean says(ObjectNode wanted) {
        try {
            return canonical(Json.convert(wanted, ProductSpec.class)).equals(canonical(model()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    String etag() {
        return "\"" + Digest.sha256(canonical(model())).substring(0, ETAG_LENGTH) + "\"";
    }

    /** With every default, and in an order that does not depend on who wrote it. */
    private static String canonical(ProductSpec spec) {
        return Json.write(Json.convert(spec, Map.class));
    }
}
