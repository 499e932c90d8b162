package io.wheelwright.agent.protocol;

/**
 * A pack of the product for which no published version fits.
 *
 * @param name name of the pack
 * @param range the range that the product asks for
 */
public record UnresolvedPack(String name, String range) {}
