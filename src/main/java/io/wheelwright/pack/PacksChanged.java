package io.wheelwright.pack;

import java.util.Set;

/**
 * Versions of packs were published or deprecated.
 *
 * @param spokeIds the spokes whose plans include one of these packs
 */
public record PacksChanged(Set<String> spokeIds) {}
