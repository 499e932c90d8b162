package io.wheelwright.pack;

import io.wheelwright.Digest;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.UnresolvedPack;
import io.wheelwright.api.v1alpha1.PackSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semver4j.Semver;

/** Which packs a spoke should have: what the plan includes, each at the newest published version in its range. */
final class PackSelection {

    private static final String ALL = "all";

    /** Of versions that differ in build metadata only, the order of their texts decides. */
    private static final Comparator<PackView> BY_VERSION = Comparator.<PackView, Semver>comparing(
                    pack -> new Semver(pack.version()))
            .thenComparing(PackView::version);

    private final String productVersion;
    private final Collection<PackView> registry;
    private final Map<String, String> present;

    /**
     * @param productVersion version of the product that the spoke runs
     * @param registry published versions of the packs in question
     * @param present version by name that the spoke was told to have last
     */
    PackSelection(String productVersion, Collection<PackView> registry, Map<String, String> present) {
        this.productVersion = productVersion;
        this.registry = List.copyOf(registry);
        this.present = Map.copyOf(present);
    }

    /** The packs of the product that the plan includes; required ones always are. */
    static List<PackSpec> included(ProductSpec product, PlanSpec plan) {
        boolean all = plan.packs().contains(ALL);
        return product.packs().stream()
                .filter(pack -> all || pack.required() || plan.packs().contains(pack.name()))
                .sorted(Comparator.comparing(PackSpec::name))
                .toList();
    }

    Manifest manifest(String spokeId, List<PackSpec> wanted) {
        List<ManifestPack> packs = new ArrayList<>();
        List<UnresolvedPack> unresolved = new ArrayList<>();
        for (PackSpec pack : wanted) {
            resolve(pack)
                    .ifPresentOrElse(
                            found -> packs.add(entry(pack, found)),
                            () -> unresolved.add(new UnresolvedPack(pack.name(), pack.version())));
        }
        return new Manifest(spokeId, digest(packs), List.copyOf(packs), List.copyOf(unresolved));
    }

    /** A spoke keeps a deprecated version that it has, and gets one that it has not only where nothing else fits. */
    private Optional<PackView> resolve(PackSpec pack) {
        List<PackView> fitting =
                registry.stream().filter(published -> fits(published, pack)).toList();
        return fitting.stream()
                .filter(published -> !published.deprecated() || isPresent(published))
                .max(BY_VERSION)
                .or(() -> fitting.stream().max(BY_VERSION));
    }

    private boolean fits(PackView published, PackSpec pack) {
        return published.name().equals(pack.name())
                && satisfies(published.version(), pack.version())
                && (published.minOsVersion() == null
                        || new Semver(productVersion).isGreaterThanOrEqualTo(published.minOsVersion()));
    }

    /** A range that cannot be read is satisfied by nothing. */
    private static boolean satisfies(String version, String range) {
        try {
            return new Semver(version).satisfies(range);
        } catch (NumberFormatException beyondAnyVersion) {
            return false;
        }
    }

    private boolean isPresent(PackView published) {
        return published.version().equals(present.get(published.name()));
    }

    private static ManifestPack entry(PackSpec pack, PackView found) {
        return new ManifestPack(
                pack.name(),
                found.version(),
                pack.type().name(),
                pack.required(),
                found.url(),
                found.sha256(),
                found.size());
    }

    private static String digest(List<ManifestPack> packs) {
        StringBuilder content = new StringBuilder();
        packs.forEach(pack -> content.append(pack).append('\n'));
        return "sha256:" + Digest.sha256(content.toString());
    }
}
