package io.wheelwright.release;

import java.nio.file.Path;
import java.util.Optional;

/** Which chart a release is made from. */
public sealed interface ChartReference {

    /** The chart of a spoke that comes with the hub. */
    record BuiltIn() implements ChartReference {}

    /**
     * A chart on the hub's disk.
     *
     * @param path an unpacked chart, or a packed one (.tgz)
     * @param digest {@code sha256:} and the hexadecimal digest that the content must have; empty where nobody pinned it
     */
    record Archive(Path path, Optional<String> digest) implements ChartReference {}

    /**
     * A chart in a Helm repository or an OCI registry.
     *
     * @param repository {@code https://…} or {@code oci://…}
     * @param digest {@code sha256:} and the digest that the archive must have, or, in a registry, its manifest; empty
     *     where nobody pinned it
     */
    record Remote(String repository, String name, String version, Optional<String> digest) implements ChartReference {}
}
