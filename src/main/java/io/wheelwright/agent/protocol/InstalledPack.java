package io.wheelwright.agent.protocol;

/**
 * A pack that is installed in a spoke.
 *
 * @param name name of the pack, scoped ones included ({@code @eu/rules})
 * @param version installed version (SemVer)
 */
public record InstalledPack(String name, String version) {}
