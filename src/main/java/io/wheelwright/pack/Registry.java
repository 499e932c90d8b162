package io.wheelwright.pack;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Which versions of packs are published. A published version never changes and never goes. */
@ApplicationScoped
class Registry {

    private static final String KIND = "Pack";

    private final PublisherKeys publishers;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    Registry(PublisherKeys publishers, Audit audit, Caller caller, Clock clock) {
        this.publishers = publishers;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /** A version as it is now, and whether this call published it. */
    record Published(PackView pack, boolean isNew) {}

    /** Publishes the version; the same once more changes nothing. */
    @Transactional
    Published publish(NewPack pack) {
        boolean isNew = insert(pack, publishers.verify(pack));
        PackEntity there = PackEntity.find(pack.name(), pack.version()).orElseThrow();
        if (!there.says(pack)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "%s %s is published with other content: publish another version."
                            .formatted(pack.name(), pack.version()));
        }
        if (isNew) {
            audit.record(caller.actor(), "publish", KIND, named(there), null, there.view());
        }
        return new Published(there.view(), isNew);
    }

    /** Says whether the version is deprecated; empty when there is no such version. */
    @Transactional
    Optional<PackView> deprecate(String name, String version, boolean deprecated) {
        Optional<PackEntity> found = PackEntity.lock(name, version);
        found.filter(pack -> pack.deprecated != deprecated).ifPresent(pack -> {
            PackView before = pack.view();
            pack.deprecated = deprecated;
            renumber(pack);
            audit.record(
                    caller.actor(), deprecated ? "deprecate" : "undeprecate", KIND, named(pack), before, pack.view());
        });
        return found.map(PackEntity::view);
    }

    @Transactional
    Optional<PackView> find(String name, String version) {
        return PackEntity.find(name, version).map(PackEntity::view);
    }

    @Transactional
    Page<PackView> search(String text, PageRequest page) {
        String wanted = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return Page.of(
                PackEntity.page(wanted, page),
                page.limit(),
                PackEntity.countLike(wanted),
                pack -> pack.id,
                PackEntity::view);
    }

    /** Of those who publish the same version at once, one does. */
    private boolean insert(NewPack pack, boolean verified) {
        return PackEntity.getEntityManager()
                        .createNativeQuery("""
                                INSERT INTO packs (name, version, type, url, sha256, size, min_os_version, signature, verified,
                                                   published_at)
                                VALUES (:name, :version, :type, :url, :sha256, :size, :minOsVersion, :signature, :verified,
                                        :now)
                                ON CONFLICT DO NOTHING
                                """)
                        .setParameter("name", pack.name())
                        .setParameter("version", pack.version())
                        .setParameter("type", pack.type())
                        .setParameter("url", pack.url())
                        .setParameter("sha256", pack.sha256())
                        .setParameter("size", pack.size())
                        .setParameter("minOsVersion", pack.minOsVersion())
                        .setParameter("signature", pack.signature())
                        .setParameter("verified", verified)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    private static void renumber(PackEntity pack) {
        PackEntity.getEntityManager()
                .createNativeQuery("""
                        UPDATE packs SET change_seq = nextval('pack_changes')
                        WHERE name = :name AND version = :version
                        """)
                .setParameter("name", pack.name)
                .setParameter("version", pack.version)
                .executeUpdate();
    }

    private static String named(PackEntity pack) {
        return pack.name + "@" + pack.version;
    }
}
