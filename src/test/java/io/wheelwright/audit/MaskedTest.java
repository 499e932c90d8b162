package io.wheelwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": \"hunter2\"}",
                "{\"password\": {\"value\": \"hunter2\"}}",
                "{\"mqtt\": [{\"tokens\": [\"hunter2\"]}]}",
                "{\"env\": [{\"name\": \"SMTP_PASSWORD\", \"value\": \"hunter2\"}]}",
                "{\"dbPwd\": \"hunter2\"}",
                "{\"auth\": {\"user\": \"ann\", \"pass\": \"hunter2\"}}",
                "{\"SENTRY_DSN\": \"hunter2\"}",
                "{\"connectionString\": \"hunter2\"}",
                "{\"signing-key\": \"hunter2\"}",
                "{\"database\": \"postgres://app:hunter2@db.example/app\"}",
                "{\"database\": \"DB_postgres://app:hunter2@db.example/app\"}",
                "{\"database\": \"host=db user=app password=hunter2\"}",
                "{\"values\": {\"smtp\": {\"login\": \"hunter2\"}}}",
                "{\"plans\": [{\"values\": {\"anything\": [\"hunter2\"]}}]}"
            })
    void keepsNoSecret(String json) {
        Masked created = Masked.of(null, Json.read(json, JsonNode.class));
        Masked deleted = Masked.of(Json.read(json, JsonNode.class), null);

        assertThat(created.before()).isNull();
        assertThat(created.after()).contains("***").doesNotContain("hunter2");
        assertThat(deleted.before()).isEqualTo(created.after());
        assertThat(deleted.after()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            spec.name: Invalid value: "hunter2": must be short   | spec.name: Invalid value: ***: must be short
            spec.a: Unsupported value: "hun\\"ter2": use b, c      | spec.a: Unsupported value: ***: use b, c
            spec.a: Invalid value: {"a": "hunter2"}: is wrong    | spec.a: Invalid value: ***: is wrong
            spec.a: Duplicate value: hunter2                     | spec.a: Duplicate value: ***
            it goes to https://hub.example/a?b=c                 | it goes to https://hub.example/a?b=c
            """)
    void keepsOfARefusalWhatWasWrong(String said, String kept) {
        assertThat(Masked.of(null, said).after()).isEqualTo(Json.write(kept));
    }

    @Test
    void endsSoonOnALongWord() {
        String word = "a".repeat(500_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Masked.of(null, word).after()).isEqualTo("\"" + word + "\""));
    }

    @Test
    void endsSoonOnALongRefusal() {
        String quoted = "a\\\\".repeat(50_000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(
                        Masked.of(null, "Invalid value: \"" + quoted + "\": x").after())
                .isEqualTo("\"Invalid value: ***: x\""));
    }

    @Test
    void namesThePathsOfValuesThatChanged() {
        Object before = Map.of("version", "1", "values", Map.of("a", Map.of("b", 1, "c", 2), "gone", true));
        Object after = Map.of("version", "2", "values", Map.of("a", Map.of("b", 1, "c", 3), "d", List.of()));

        Masked change = Masked.of(before, after);

        assertThat(change.before()).isEqualTo("{\"values\":{\"a.c\":\"***\",\"gone\":\"***\"},\"version\":\"1\"}");
        assertThat(change.after()).isEqualTo("{\"values\":{\"a.c\":\"***\",\"d\":\"***\"},\"version\":\"2\"}");
    }

    @Test
    void keepsWhatIsNoSecret() {
        Object change = Map.of(
                "author",
                "ann",
                "maxTokens",
                7,
                "passwordLogin",
                true,
                "name",
                "Acme",
                "value",
                "v",
                "keys",
                List.of(1));

        assertThat(Json.read(Masked.of(null, change).after(), JsonNode.class)).isEqualTo(Json.tree(change));
    }
}
