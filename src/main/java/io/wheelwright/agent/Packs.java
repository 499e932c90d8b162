package io.wheelwright.agent;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import java.util.List;

/** The packs that this spoke should have and those that it has. */
final class Packs {
    private Manifest manifest;

    /** Digest of the manifest that was pulled last; null before the first. */
    String manifestDigest() {
        return manifest == null ? null : manifest.digest();
    }

    /** What is installed. Nothing installs packs yet, so those of a manifest stay outstanding. */
    List<InstalledPack> installed() {
        return List.of();
    }

    void accept(Manifest pulled) {
        manifest = pulled;
    }
}
