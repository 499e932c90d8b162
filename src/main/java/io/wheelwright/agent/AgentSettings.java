package io.wheelwright.agent;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the environment tells an agent. Paths of the environment are resolved below the root it was started with. */
final class AgentSettings {
    private static final long PACK_LIMIT = 256L << 20;

    private final Map<String, String> env;
    private final Path root;

    AgentSettings(Map<String, String> env, Path root) {
        this.env = Map.copyOf(env);
        this.root = root;
        hub();
        spokeId();
        hostname();
    }

    /** Base URL of the hub, without a slash at the end. */
    URI hub() {
        return url("WHEELWRIGHT_HUB_URL").orElseThrow(() -> missing("WHEELWRIGHT_HUB_URL"));
    }

    String spokeId() {
        return required("WHEELWRIGHT_SPOKE_ID");
    }

    /** Where the spoke is reached from outside: a host name, with a port where it is not the usual one. */
    String hostname() {
        return required("WHEELWRIGHT_HOSTNAME");
    }

    /** Base URL of the application that the agent looks after, if there is one. */
    Optional<URI> application() {
        return url("WHEELWRIGHT_APPLICATION_URL");
    }

    InetSocketAddress listen() {
        String value = optional("WHEELWRIGHT_LISTEN").orElse("0.0.0.0:8080");
        int colon = value.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("WHEELWRIGHT_LISTEN must be <host>:<port>, not " + value);
        }
        return new InetSocketAddress(value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
    }

    Path keyFile() {
        return path("WHEELWRIGHT_KEY_FILE", "/var/run/wheelwright/agent/api-key");
    }

    Path licenseDirectory() {
        return path("WHEELWRIGHT_LICENSE_DIR", "/var/run/wheelwright/license");
    }

    /** What must survive a restart: the spoke's key, the highest license revision seen, and the packs. */
    Path dataDirectory() {
        return path("WHEELWRIGHT_DATA_DIR", "/var/lib/wheelwright");
    }

    /** What the agent tells other software in its pod. */
    Path sharedDirectory() {
        return path("WHEELWRIGHT_SHARED_DIR", "/run/wheelwright");
    }

    /** Longest download of a pack in bytes. */
    long packLimit() {
        return optional("WHEELWRIGHT_PACK_LIMIT").map(Long::parseLong).orElse(PACK_LIMIT);
    }

    /** Version of the spoke's software, reported as {@code os_version}. */
    String version() {
        return optional("WHEELWRIGHT_VERSION").orElse("0.0.0");
    }

    private Path path(String name, String otherwise) {
        Path configured = Path.of(optional(name).orElse(otherwise));
        return configured.isAbsolute()
                ? root.resolve(configured.getRoot().relativize(configured))
                : root.resolve(configured);
    }

    private Optional<URI> url(String name) {
        return optional(name).map(value -> URI.create(value.replaceAll("/+$", "")));
    }

    private String required(String name) {
        return optional(name).orElseThrow(() -> missing(name));
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("The agent needs " + name + " in its environment.");
    }
}
