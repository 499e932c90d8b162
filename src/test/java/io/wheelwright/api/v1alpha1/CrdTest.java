package io.wheelwright.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wheelwright.lab.crd.CustomResourceDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed in {@code crds/}. */
class CrdTest {

    private static final Path COMMITTED = Path.of("crds");

    @TempDir
    Path generated;

    @ParameterizedTest
    @ValueSource(strings = {"organizations", "products", "spokes"})
    void isWhatTheModelGenerates(String plural) throws IOException {
        CustomResourceDefinitions.generate(generated);
        var file = plural + ".wheelwright.io.yaml";
        assertThat(COMMITTED.resolve(file))
                .as("after a change of the model run ./mvnw -Pcrds")
                .hasSameTextualContentAs(generated.resolve(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"organizations", "products", "spokes"})
    void boundsAndDescribesEverything(String plural) throws IOException {
        walk(schema(plural), plural, (path, node) -> {
            switch (node.path("type").asText()) {
                case "string" ->
                    assertThat(node.has("maxLength") || node.has("enum"))
                            .as("%s has a longest value", path)
                            .isTrue();
                case "integer" ->
                    assertThat(node.has("minimum") && (node.has("maximum") || node.has("format")))
                            .as("%s has a range", path)
                            .isTrue();
                case "array" ->
                    assertThat(node.has("maxItems"))
                            .as("%s has a longest list", path)
                            .isTrue();
                case "object" ->
                    assertThat(node.has("maxProperties") || node.has("properties"))
                            .as("%s has a largest map", path)
                            .isTrue();
                default -> {}
            }
            assertThat(node.has("description") || path.matches(".*(\\[]|\\{})"))
                    .as("%s has a description", path)
                    .isTrue();
        });
    }

    @Test
    void everyRuleHasAFixtureThatBreaksIt() throws IOException {
        var expected = Fixture.invalid().stream().map(Fixture::expected).toList();
        for (String plural : List.of("organizations", "products", "spokes")) {
            walk(schema(plural), plural, (path, node) -> node.path("x-kubernetes-validations")
                    .forEach(rule -> assertThat(expected)
                            .as("%s: %s", path, rule.get("rule").asText())
                            .anyMatch(message -> rule.get("message").asText().startsWith(message))));
        }
    }

    private static JsonNode schema(String plural) throws IOException {
        return new YAMLMapper()
                .readTree(Files.readString(COMMITTED.resolve(plural + ".wheelwright.io.yaml")))
                .at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static void walk(JsonNode node, String path, BiConsumer<String, JsonNode> visit) {
        visit.accept(path, node);
        node.path("properties")
                .properties()
                .forEach(field -> walk(field.getValue(), path + "." + field.getKey(), visit));
        if (node.has("items")) {
            walk(node.get("items"), path + "[]", visit);
        }
        if (node.has("additionalProperties")) {
            walk(node.get("additionalProperties"), path + "{}", visit);
        }
    }
}
