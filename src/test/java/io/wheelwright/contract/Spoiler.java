package io.wheelwright.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spoils what was right: a value in a body, the body as a whole, a parameter or a header. */
final class Spoiler {

    private static final String PLACE = "put-here";

    /** JSON as it stands in a body. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "-0.0",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\u202e\\ud83c\\udfa1\\n\"",
            "\"../../x\"",
            "\"' OR 1=1 --\"",
            "\"${jndi:ldap://x}\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "[1,\"\\u0000\"]",
            "{}",
            "{\"\":null}",
            "{\"a\\u0000\":1}",
            "{\"a.b\":{\"c\":[1]}}");

    /** Text as it stands in a path or a query. */
    private static final List<String> PARAMETERS = List.of(
            "-1",
            "0",
            "00",
            "500",
            "501",
            "1e3",
            "999999999999999999",
            "9223372036854775808",
            "%00",
            "a%00b",
            "%20",
            "%0d%0aX-Injected:1",
            "%ff",
            "%c0%80",
            "%ed%a0%80",
            "%f0%9f%8e%a1",
            "%e2%80%ae",
            "%25",
            "%2500",
            "..%2f..",
            "a%2fb",
            "%27%20OR%201=1--",
            "a;b=c",
            "*",
            "%7b%7d",
            "did:web:x",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(2000));

    private static final List<String> HEADERS =
            List.of("*", "\"1\"", "W/\"1\"", "x", "wait=0", "wait=", "wait=-1", "a, b", "\u00e9", "k".repeat(300));

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    String parameter() {
        return any(PARAMETERS);
    }

    String header() {
        return any(HEADERS);
    }

    byte[] body(JsonNode right) {
        return switch (random.nextInt(8)) {
            case 0 -> cut(right);
            case 1 -> replaced(right);
            case 2 -> whole(right);
            default -> spoilt(right);
        };
    }

    /** One value another one, gone, or joined by one that nobody knows. */
    private byte[] spoilt(JsonNode right) {
        JsonNode copy = right.deepCopy();
        List<JsonPointer> places = new ArrayList<>();
        collect(copy, JsonPointer.empty(), places);
        if (places.isEmpty()) {
            return bytes(any(VALUES));
        }
        JsonPointer place = any(places);
        JsonNode owner = copy.at(place.head());
        int how = random.nextInt(6);
        if (owner instanceof ObjectNode object) {
            String name = place.last().getMatchingProperty();
            if (how == 0) {
                object.remove(name);
            } else {
                object.put(how == 1 ? name + "_" : name, PLACE);
            }
        } else if (owner instanceof ArrayNode list && how == 0) {
            list.add(PLACE);
        } else if (owner instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), PLACE);
        }
        return bytes(copy.toString().replace("\"" + PLACE + "\"", any(VALUES)));
    }

    private byte[] cut(JsonNode right) {
        byte[] all = bytes(right.toString());
        byte[] part = new byte[random.nextInt(all.length)];
        System.arraycopy(all, 0, part, 0, part.length);
        return part;
    }

    /** A byte that is no UTF-8, or no JSON. */
    private byte[] replaced(JsonNode right) {
        byte[] all = bytes(right.toString());
        all[random.nextInt(all.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(0x20));
        return all;
    }

    private byte[] whole(JsonNode right) {
        String text = right.toString();
        return switch (random.nextInt(6)) {
            case 0 -> bytes("\ufeff" + text);
            case 1 -> bytes("[".repeat(5000));
            case 2 -> bytes("{\"a\":".repeat(5000));
            case 3 -> bytes(text + text);
            case 4 -> bytes(text.replaceFirst("(\"[a-z_]+\"):", "$1:1,$1:"));
            default -> text.getBytes(StandardCharsets.UTF_16);
        };
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        node.fields().forEachRemaining(field -> {
            places.add(at.appendProperty(field.getKey()));
            collect(field.getValue(), at.appendProperty(field.getKey()), places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at.appendIndex(i));
            collect(node.get(i), at.appendIndex(i), places);
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
