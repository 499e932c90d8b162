package io.wheelwright.pack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A published version of a pack.
 *
 * @param minOsVersion oldest version of a product that it works with; null for any
 * @param signature the publisher's signature in base64; null when it is not signed
 * @param verified whether the signature was that of a publisher whom the hub knew when it was published
 * @param deprecated whether it is taken only where nothing else fits
 */
@JsonNaming(SnakeCaseStrategy.class)
record PackView(
        String name,
        String version,
        String type,
        String url,
        String sha256,
        long size,
        String minOsVersion,
        String signature,
        boolean verified,
        boolean deprecated,
        Instant publishedAt) {}
