package io.wheelwright.agent.protocol;

/**
 * A pack that a spoke should have, at the version that was resolved for it.
 *
 * @param name name of the pack
 * @param version resolved version
 * @param type {@code logic}, {@code environment}, {@code driver} or {@code intelligence}
 * @param required whether the product cannot do without it
 * @param url where the agent downloads it
 * @param sha256 SHA-256 of the download in lowercase hexadecimal
 * @param size length of the download in bytes; null in a manifest of an older hub
 */
public record ManifestPack(
        String name, String version, String type, boolean required, String url, String sha256, Long size) {}
