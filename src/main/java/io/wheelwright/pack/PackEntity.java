package io.wheelwright.pack;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.PageRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A published version of a pack. */
@Entity
@Table(name = "packs")
@IdClass(PackEntity.Key.class)
class PackEntity extends PanacheEntityBase {

    record Key(String name, String version) implements Serializable {}

    private static final String NAMED_LIKE = "locate(?1, name) > 0";

    @Id
    String name;

    @Id
    String version;

    @Column(insertable = false, updatable = false)
    Long id;

    String type;
    String url;
    String sha256;
    long size;
    String minOsVersion;
    String signature;
    boolean verified;
    boolean deprecated;
    Instant publishedAt;

    static List<PackEntity> named(Collection<String> names) {
        return names.isEmpty() ? List.of() : list("name in ?1", names);
    }

    static Optional<PackEntity> find(String name, String version) {
        return findByIdOptional(new Key(name, version));
    }

    static Optional<PackEntity> lock(String name, String version) {
        return findByIdOptional(new Key(name, version), LockModeType.PESSIMISTIC_WRITE);
    }

    /** Those whose name contains the text, in the order of their publication; one more than asked for. */
    static List<PackEntity> page(String text, PageRequest page) {
        return PackEntity.<PackEntity>find(NAMED_LIKE + " and id > ?2", Sort.ascending("id"), text, page.after())
                .range(0, page.limit())
                .list();
    }

    static long countLike(String text) {
        return count(NAMED_LIKE, text);
    }

    boolean says(NewPack pack) {
        return new NewPack(name, version, type, url, sha256, size, minOsVersion, signature).equals(pack);
    }

    PackView view() {
        return new PackView(
                name, version, type, url, sha256, size, minOsVersion, signature, verified, deprecated, publishedAt);
    }
}
