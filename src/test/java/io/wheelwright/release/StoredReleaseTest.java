package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredReleaseTest {

    /** The sample was written by Helm. */
    @Test
    void readsWhatHelmWrote() throws IOException {
        try (InputStream sample = StoredReleaseTest.class.getResourceAsStream("stored-release.yaml")) {
            assertThat(StoredRelease.read(Serialization.unmarshal(sample, Secret.class)))
                    .isEqualTo(new ReleaseRecord(
                            "deployed",
                            1,
                            "tame",
                            "1.2.3",
                            Canonical.digest(Map.of("size", 0)),
                            Instant.parse("2026-11-21T06:03:44.247208586Z"),
                            Optional.empty()));
        }
    }
}
