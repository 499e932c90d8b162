package io.wheelwright.product;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A product as its resource says, or will say once the outbox is empty. */
@Entity
@Table(name = "products")
class ProductEntity extends PanacheEntityBase {

    @Id
    String productId;

    String uid;
    String version;
    boolean active;

    @JdbcTypeCode(SqlTypes.JSON)
    String spec;

    Instant createdAt;
    Instant updatedAt;

    ObjectNode spec() {
        return Json.read(spec, ObjectNode.class);
    }
}
