package io.wheelwright.pack;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The packs that a spoke should have. */
@Entity
@Table(name = "manifests")
class ManifestEntity extends PanacheEntityBase {

    @Id
    String spokeUid;

    String digest;

    @JdbcTypeCode(SqlTypes.JSON)
    String manifest;

    Instant publishedAt;
}
