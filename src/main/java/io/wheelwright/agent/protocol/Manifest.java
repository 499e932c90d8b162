package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The packs that a spoke should have.
 *
 * @param spokeId the spoke it is for
 * @param digest identity of the content: the same packs give the same digest
 * @param packs what to install
 * @param unresolved ranges for which no version is published yet
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Manifest(String spokeId, String digest, List<ManifestPack> packs, List<UnresolvedPack> unresolved) {}
