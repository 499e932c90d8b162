package io.wheelwright.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduledDeletionTest {

    @Test
    void whoOnlyLooksIsNotToldWhereAnExportLies() {
        JsonNode exports = Json.read("""
                {"backup": {"url": "https://files.example/opens", "sha256": "ab"}, "export": null}
                """, JsonNode.class);
        ScheduledDeletion deletion = new ScheduledDeletion(
                7,
                "acme",
                "acme",
                "iot",
                "spoke-acme",
                null,
                "executed",
                null,
                Instant.EPOCH,
                null,
                exports,
                null,
                null);

        assertThat(deletion.withoutPlaces().exports().toString())
                .isEqualTo("{\"backup\":{\"sha256\":\"ab\"},\"export\":null}");
        assertThat(deletion.exports().toString()).as("the original").contains("files.example");
    }
}
