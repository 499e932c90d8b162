package io.wheelwright.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the Secret in which Helm keeps a revision: gzipped JSON in Base64, once more in Base64 as every Secret is. See
 * Helm's storage driver for Secrets. A chart may write such a Secret, too: it is read within bounds, and what cannot be
 * read is no record, neither for us nor for Helm.
 */
final class StoredRelease {

    /** A Secret has at most 1 MiB; Helm's records unpack to about ten times their size. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int MOST_TOKENS = 250_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MOST_BYTES)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build());

    /** What concerns us; the manifest and the chart's files are passed over while reading. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Content(Info info, int version, Chart chart, Map<String, Object> config) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Info(
            String status, @JsonProperty("last_deployed") String lastDeployed) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Chart(Metadata metadata) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Metadata(String name, String version) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Rendered(String manifest) {}

    private StoredRelease() {}

    /** The record in the Secret; empty when there is none that can be read. */
    static Optional<ReleaseRecord> read(Secret secret) {
        try (InputStream json = unpacked(secret)) {
            return record(JSON.readValue(json, Content.class));
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The objects as they were rendered, in YAML, without the hooks; empty when there is no record that can be read. */
    static Optional<String> manifest(Secret secret) {
        try (InputStream json = unpacked(secret)) {
            return Optional.ofNullable(JSON.readValue(json, Rendered.class).manifest());
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether it unpacks to more than any record of Helm does. */
    static boolean isOversized(Secret secret) {
        try (InputStream json = unpacked(secret)) {
            json.skipNBytes(MOST_BYTES + 1L);
            return true;
        } catch (IOException | IllegalArgumentException endsBefore) {
            return false;
        }
    }

    private static Optional<ReleaseRecord> record(Content release) {
        if (release == null
                || release.info() == null
                || release.chart() == null
                || release.chart().metadata() == null) {
            return Optional.empty();
        }
        Info info = release.info();
        Metadata chart = release.chart().metadata();
        if (info.status() == null || info.lastDeployed() == null || chart.name() == null || chart.version() == null) {
            return Optional.empty();
        }
        Map<String, Object> values = release.config() == null ? Map.of() : release.config();
        return Optional.of(new ReleaseRecord(
                info.status(),
                release.version(),
                chart.name(),
                chart.version(),
                Canonical.digest(values),
                OffsetDateTime.parse(info.lastDeployed()).toInstant(),
                productVersion(values)));
    }

    private static Optional<String> productVersion(Map<String, Object> values) {
        return Optional.ofNullable(
                JSON.valueToTree(values).at("/global/wheelwright/version").textValue());
    }

    private static InputStream unpacked(Secret secret) throws IOException {
        String data = secret.getData() == null ? "" : secret.getData().getOrDefault("release", "");
        byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        return new GZIPInputStream(new ByteArrayInputStream(packed));
    }
}
