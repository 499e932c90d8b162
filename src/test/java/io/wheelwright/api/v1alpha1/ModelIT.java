package io.wheelwright.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.lab.LabPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The model reads whatever the schema lets through: one object that it can't read would end the informer of its kind.
 * Every value of the fullest objects gives way to odd ones; what the API server accepts then, the model must read.
 */
class ModelIT {

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e3",
            "2147483648",
            "9007199254740992",
            "9223372036854775808",
            "1e300",
            "\"\"",
            "\" \"",
            "\"0\"",
            "\"unlimited\"",
            "\"UNLIMITED\"",
            "\"ready\"",
            "\"1Ei\"",
            "\"-5m\"",
            "\"2026-01-01\"",
            "\"2026-01-01T24:00:00Z\"",
            "\"2026-12-31T23:59:60Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"\\u0000\\ud83d\\ude00\"",
            "[]",
            "[null]",
            "[1]",
            "[[]]",
            "{}",
            "{\"a\":null}",
            "{\"a\":{\"b\":[1,null]}}");

    /** Each field is given one in four in an ordinary run; {@code -Dsoak.odd=1} for all. */
    private static final int SHARE = Integer.getInteger("soak.odd", 4);

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"valid-spoke-everything", "valid-organization-everything", "valid-product-everything"})
    void readsWhateverTheSchemaAccepts(String fixture) {
        try (var server = ApiServer.inNewNamespace(LabPlane.shared().client(), "model")) {
            var object = Fixture.named(fixture).last();
            var accepted = tryAll(object, "/spec", server, server::tryCreate);

            var stored = (ObjectNode) server.create(object);
            stored.set("status", object.get("status"));
            accepted += tryAll(server.replaceStatus(stored), "/status", server, server::tryReplaceStatus);

            assertThat(accepted).as("odd values that are accepted").isPositive();
        }
    }

    private static int tryAll(JsonNode object, String root, ApiServer server, UnaryOperator<JsonNode> send) {
        return pointers(object.at(root), root).stream()
                .mapToInt(pointer -> oddFor(pointer)
                        .mapToInt(odd -> tryOne(object, pointer, odd, server, send))
                        .sum())
                .sum();
    }

    /** A share of them that differs from field to field, and is the same in every run. */
    private static Stream<String> oddFor(String pointer) {
        return IntStream.range(0, ODD.size())
                .filter(i -> Math.floorMod(pointer.hashCode() + i, SHARE) == 0)
                .mapToObj(ODD::get);
    }

    private static int tryOne(
            JsonNode object, String pointer, String odd, ApiServer server, UnaryOperator<JsonNode> send) {
        return accepted(with(object, pointer, odd), send)
                .map(stored -> {
                    assertThat(server.write(server.read(stored)))
                            .as("%s = %s", pointer, odd)
                            .isNotNull();
                    return 1;
                })
                .orElse(0);
    }

    private static Optional<JsonNode> accepted(JsonNode object, UnaryOperator<JsonNode> send) {
        try {
            return Optional.of(send.apply(object));
        } catch (KubernetesClientException refused) {
            assertThat(refused.getCode()).as(refused.getMessage()).isIn(400, 422);
            return Optional.empty();
        }
    }

    private static JsonNode with(JsonNode object, String pointer, String odd) {
        JsonNode copy = object.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode fields) {
            fields.set(last, parse(odd));
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), parse(odd));
        }
        return copy;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Pointers to the node itself and to everything below it. */
    private static List<String> pointers(JsonNode node, String pointer) {
        var all = new ArrayList<>(List.of(pointer));
        node.properties()
                .forEach(field -> all.addAll(pointers(field.getValue(), pointer + "/" + escape(field.getKey()))));
        if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> all.addAll(pointers(node.get(i), pointer + "/" + i)));
        }
        return all;
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
