package io.wheelwright.pack;

import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.UnresolvedPack;
import io.wheelwright.api.v1alpha1.PackSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.semver4j.Semver;

/** Which packs a spoke should have: what the plan includes, each at the newest published version in its range. */
final class PackSelection {

    private static final String ALL = "all";

    /** A version that can be installed. */
    record Published(String name, String version, String url, String sha256) {}

    private PackSelection() {}

    /** The packs of the product that the plan includes; required ones always are. */
    static List<PackSpec> included(ProductSpec product, PlanSpec plan) {
        boolean all = plan.packs().contains(ALL);
        return product.packs().stream()
                .filter(pack -> all || pack.required() || plan.packs().contains(pack.name()))
                .sorted(Comparator.comparing(PackSpec::name))
                .toList();
    }

    static Manifest manifest(String spokeId, List<PackSpec> wanted, Collection<Published> registry) {
        List<ManifestPack> packs = new ArrayList<>();
        List<UnresolvedPack> unresolved = new ArrayList<>();
        for (PackSpec pack : wanted) {
            newest(pack, registry)
                    .ifPresentOrElse(
                            found -> packs.add(new ManifestPack(
                                    pack.name(),
                                    found.version(),
                                    pack.type().name(),
                                    pack.required(),
                                    found.url(),
                                    found.sha256())),
                            () -> unresolved.add(new UnresolvedPack(pack.name(), pack.version())));
        }
        return new Manifest(spokeId, digest(packs), List.copyOf(packs), List.copyOf(unresolved));
    }

    private static Optional<Published> newest(PackSpec pack, Collection<Published> registry) {
        return registry.stream()
                .filter(published -> published.name().equals(pack.name()))
                .filter(published -> new Semver(published.version()).satisfies(pack.version()))
                .max(Comparator.comparing(published -> new Semver(published.version())));
    }

    private static String digest(List<ManifestPack> packs) {
        StringBuilder content = new StringBuilder();
        packs.forEach(pack -> content.append(pack).append('\n'));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(content.toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
