package io.wheelwright.release;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the Secret in which Helm keeps a revision: gzipped JSON in Base64, once more in Base64 as every Secret is. See
 * Helm's storage driver for Secrets.
 */
final class StoredRelease {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private StoredRelease() {}

    static ReleaseRecord read(Secret secret) {
        JsonNode release = decode(secret.getData().get("release"));
        JsonNode chart = release.path("chart").path("metadata");
        JsonNode config = release.path("config");
        return new ReleaseRecord(
                release.path("info").path("status").asText(),
                release.path("version").asInt(),
                chart.path("name").asText(),
                chart.path("version").asText(),
                Canonical.digest(config.isObject() ? JSON.convertValue(config, VALUES) : Map.of()),
                OffsetDateTime.parse(release.path("info").path("last_deployed").asText())
                        .toInstant(),
                Optional.ofNullable(config.path("global")
                        .path("wheelwright")
                        .path("version")
                        .textValue()));
    }

    private static JsonNode decode(String data) {
        byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        try (GZIPInputStream json = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Helm's record of the release is unreadable", unreadable);
        }
    }
}
