package io.wheelwright.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The committed OpenAPI document, and what it says of a request. */
public final class OpenApiDocument {

    static final Path FILE = Path.of("docs", "openapi.yaml");

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private final List<Operation> operations;

    private OpenApiDocument(JsonNode document) {
        this.document = document;
        this.operations = read(document);
    }

    /** An operation, and what the paths of its requests look like. */
    record Operation(String method, String path, Pattern paths, JsonNode content) {

        String id() {
            return content.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static OpenApiDocument committed() {
        try {
            return new OpenApiDocument(new YAMLMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return document;
    }

    JsonNode schemas() {
        return document.path("components").path("schemas");
    }

    List<Operation> operations() {
        return operations;
    }

    private static List<Operation> read(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(method -> operations.add(new Operation(
                        method.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        paths(path.getKey()),
                        method.getValue()))));
        return List.copyOf(operations);
    }

    /** The operation that serves such a request. Where two do, the one with the fewer parameters. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method)
                        && operation.paths().matcher(path).matches())
                .min((a, b) -> Boolean.compare(a.path().contains("{"), b.path().contains("{")));
    }

    /** What the reference refers to, or the node itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with the value. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole);
    }

    private static Pattern paths(String template) {
        return Pattern.compile(Pattern.compile("\\{[^}]+}")
                .splitAsStream(template + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .reduce((a, b) -> a + "[^/]+" + b)
                .orElseThrow());
    }
}
