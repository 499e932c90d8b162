package io.wheelwright.pack;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A published version of a pack. */
@Entity
@Table(name = "packs")
@IdClass(PackEntity.Key.class)
class PackEntity extends PanacheEntityBase {

    record Key(String name, String version) implements Serializable {}

    @Id
    String name;

    @Id
    String version;

    String type;
    String url;
    String sha256;
    Instant publishedAt;

    static List<PackEntity> named(Collection<String> names) {
        return names.isEmpty() ? List.of() : list("name in ?1", names);
    }
}
