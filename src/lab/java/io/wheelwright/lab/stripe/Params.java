package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of a request: form-encoded, nested by brackets. An empty text unsets what it names. */
final class Params {

    private final String prefix;
    private final JsonNode values;

    private Params(String prefix, JsonNode values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** Reads what is left of {@code a=1&b[c]=2&d[0][e]=3&f[]=4}; several texts are read as one. */
    static Params parse(String... encoded) {
        ObjectNode root = Json.object();
        for (String text : encoded) {
            for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
                int split = pair.indexOf('=');
                String name = decode(split < 0 ? pair : pair.substring(0, split));
                put(root, name.replace("]", "").split("\\[", -1), split < 0 ? "" : decode(pair.substring(split + 1)));
            }
        }
        return new Params("", root);
    }

    /** Parameters that the lab itself makes, in the shape of parsed ones. */
    static Params of(ObjectNode values) {
        return new Params("", values);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode root, String[] path, String value) {
        ObjectNode at = root;
        for (int i = 0; i < path.length - 1; i++) {
            String step = step(at, path[i]);
            if (!at.path(step).isObject()) {
                at.putObject(step);
            }
            at = (ObjectNode) at.get(step);
        }
        at.put(step(at, path[path.length - 1]), value);
    }

    private static String step(ObjectNode at, String name) {
        return name.isEmpty() ? Integer.toString(at.size()) : name;
    }

    /** Refuses what the lab's Stripe does not know, so that a wrong name never passes in silence. */
    void only(String... names) {
        Set<String> known = Set.of(names);
        values.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && !(prefix.isEmpty() && name.equals("expand"))) {
                throw StripeError.of(
                        400,
                        "invalid_request_error",
                        "parameter_unknown",
                        named(name),
                        "Received unknown parameter: " + named(name));
            }
        });
    }

    boolean has(String name) {
        return values.has(name);
    }

    boolean isCleared(String name) {
        return values.path(name).isTextual() && values.get(name).asText().isEmpty();
    }

    /** The text, or null if it is absent or cleared. */
    String text(String name) {
        JsonNode value = values.path(name);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw StripeError.missing(named(name));
        }
        return value;
    }

    /** One of the values given, the first if it is absent. */
    String choice(String name, String... allowed) {
        String value = text(name, allowed[0]);
        if (!List.of(allowed).contains(value)) {
            throw StripeError.invalid(
                    named(name), "Invalid " + named(name) + ": must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** A whole number, or null if it is absent or cleared. */
    Long number(String name) {
        String value = text(name);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw StripeError.of(
                    400,
                    "invalid_request_error",
                    "parameter_invalid_integer",
                    named(name),
                    "Invalid integer: " + value);
        }
    }

    long number(String name, long otherwise) {
        Long value = number(name);
        return value == null ? otherwise : value;
    }

    boolean flag(String name, boolean otherwise) {
        String value = text(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw StripeError.invalid(named(name), "Invalid boolean: " + value);
        }
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    /** What is nested under a name; empty if nothing is. */
    Params child(String name) {
        JsonNode child = values.path(name);
        return new Params(named(name), child.isObject() ? child : Json.object());
    }

    List<Params> children(String name) {
        Map<Integer, Params> children = new TreeMap<>();
        values.path(name)
                .fieldNames()
                .forEachRemaining(
                        index -> children.put(index(name, index), child(name).child(index)));
        return List.copyOf(children.values());
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        values.path(name).elements().forEachRemaining(value -> texts.add(value.asText()));
        return texts;
    }

    private int index(String name, String index) {
        try {
            return Integer.parseInt(index);
        } catch (NumberFormatException e) {
            throw StripeError.invalid(named(name), "Invalid array");
        }
    }

    /** Merges {@code metadata} into an object's; an empty value removes its key, an empty text all of them. */
    void mergeMetadata(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (isCleared("metadata")) {
            metadata.removeAll();
        }
        Iterator<String> names = child("metadata").values.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            String value = child("metadata").text(name);
            if (value == null) {
                metadata.remove(name);
            } else {
                metadata.put(name, value);
            }
        }
    }

    /** Copies the texts that are given, and clears those that are cleared. */
    void copyTexts(ObjectNode object, String... names) {
        for (String name : names) {
            if (has(name)) {
                object.put(name, text(name));
            }
        }
    }

    String named(String name) {
        return prefix.isEmpty() ? name : prefix + "[" + name + "]";
    }

    JsonNode tree() {
        return values;
    }
}
