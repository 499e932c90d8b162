package io.wheelwright.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoredReleaseTest {

    /** The sample was written by Helm. */
    @Test
    void readsWhatHelmWrote() throws IOException {
        try (InputStream sample = StoredReleaseTest.class.getResourceAsStream("stored-release.yaml")) {
            assertThat(StoredRelease.read(Serialization.unmarshal(sample, Secret.class)))
                    .contains(new ReleaseRecord(
                            "deployed",
                            1,
                            "tame",
                            "1.2.3",
                            Canonical.digest(Map.of("size", 0)),
                            Instant.parse("2026-11-21T06:03:44.247208586Z"),
                            Optional.empty()));
        }
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("no data", new SecretBuilder().build()),
                Arguments.of("nothing in it", stored("")),
                Arguments.of("no Base64", secret("%%%")),
                Arguments.of(
                        "not packed", secret(base64(base64("{}".getBytes(UTF_8)).getBytes(UTF_8)))),
                Arguments.of("no JSON", stored("garbage")),
                Arguments.of("a list", stored("[0]")),
                Arguments.of("an empty object", stored("{}")),
                Arguments.of("null", stored("null")),
                Arguments.of("no time", stored(release("yesterday", "{}"))),
                Arguments.of("a list of values", stored(release("2026-11-21T06:03:44Z", "[]"))),
                Arguments.of("nested too deeply", stored(release("2026-11-21T06:03:44Z", "[".repeat(5000)))),
                Arguments.of(
                        "too many values",
                        stored(release("2026-11-21T06:03:44Z", "{\"many\":[" + "0,".repeat(1_000_000) + "0]}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatHelmDidNotWriteIsNoRecord(String what, Secret secret) {
        assertThat(StoredRelease.read(secret)).isEmpty();
        assertThat(StoredRelease.isOversized(secret)).isFalse();
    }

    @Test
    void readsNoMoreThanARecordCanHave() {
        Secret bomb = stored(" ".repeat(2 * StoredRelease.MOST_BYTES) + release("2026-11-21T06:03:44Z", "{}"));

        assertThat(bomb.getData().get("release")).hasSizeLessThan(200_000);
        assertThat(StoredRelease.isOversized(bomb)).isTrue();
        assertThat(StoredRelease.read(bomb)).isEmpty();
    }

    private static String release(String deployed, String config) {
        return """
                {"info": {"status": "deployed", "last_deployed": "%s"}, "version": 1,
                 "chart": {"metadata": {"name": "tame", "version": "1.2.3"}}, "config": %s}""".formatted(deployed, config);
    }

    /** As Helm stores it. */
    static Secret stored(String json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return secret(base64(base64(packed.toByteArray()).getBytes(UTF_8)));
    }

    private static Secret secret(String data) {
        return new SecretBuilder().addToData("release", data).build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
