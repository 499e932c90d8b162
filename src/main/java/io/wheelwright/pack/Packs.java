package io.wheelwright.pack;

import io.wheelwright.Json;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.api.v1alpha1.PackSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What each spoke should have of the registry: the manifests that agents pull. */
@ApplicationScoped
public class Packs {

    /** A spoke should have other packs from now on. Fired in the transaction that says so. */
    public record ManifestPublished(String spokeUid) {}

    private final Map<String, Manifest> published = new ConcurrentHashMap<>();
    private final Event<ManifestPublished> events;
    private final Clock clock;

    Packs(Event<ManifestPublished> events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** What a new spoke of this plan gets. */
    @Transactional
    public List<ManifestPack> resolve(ProductSpec product, PlanSpec plan) {
        return select("", product, plan, Map.of()).packs();
    }

    /** What a spoke of this plan should have. */
    @Transactional
    public Manifest manifest(String spokeUid, String spokeId, ProductSpec product, PlanSpec plan) {
        if (PackSelection.included(product, plan).isEmpty()) {
            return select(spokeId, product, plan, Map.of());
        }
        Map<String, String> present = Optional.ofNullable(published.get(spokeUid))
                .or(() -> published(spokeUid))
                .map(Manifest::packs)
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(ManifestPack::name, ManifestPack::version));
        return select(spokeId, product, plan, present);
    }

    private static Manifest select(String spokeId, ProductSpec product, PlanSpec plan, Map<String, String> present) {
        List<PackSpec> wanted = PackSelection.included(product, plan);
        List<PackView> registry = PackEntity.named(
                        wanted.stream().map(PackSpec::name).toList())
                .stream()
                .map(PackEntity::view)
                .toList();
        return new PackSelection(product.version(), registry, present).manifest(spokeId, wanted);
    }

    /** Lets the spoke's agent pull the manifest; writes nothing when it is the same. */
    @Transactional
    public void publish(String spokeUid, Manifest manifest) {
        if (manifest.equals(published.get(spokeUid))) {
            return;
        }
        int written = ManifestEntity.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO manifests (spoke_uid, digest, manifest, published_at)
                        VALUES (:uid, :digest, cast(:manifest AS jsonb), :now)
                        ON CONFLICT (spoke_uid) DO UPDATE
                        SET digest = excluded.digest, manifest = excluded.manifest, published_at = excluded.published_at
                        WHERE manifests.manifest <> excluded.manifest
                        """)
                .setParameter("uid", spokeUid)
                .setParameter("digest", manifest.digest())
                .setParameter("manifest", Json.write(manifest))
                .setParameter("now", clock.instant())
                .executeUpdate();
        if (written > 0) {
            events.fire(new ManifestPublished(spokeUid));
        }
        published.put(spokeUid, manifest);
    }

    /** Forgets the manifest of a spoke that is no more. */
    @Transactional
    public void withdraw(String spokeUid) {
        ManifestEntity.deleteById(spokeUid);
        published.remove(spokeUid);
    }

    /** What was published for the spoke. */
    @Transactional
    public Optional<Manifest> published(String spokeUid) {
        return ManifestEntity.<ManifestEntity>findByIdOptional(spokeUid)
                .map(entity -> Json.read(entity.manifest, Manifest.class));
    }
}
