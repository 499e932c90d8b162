package io.wheelwright.problem;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A request that is wrong, and what its answer says.
 *
 * @param headers beside those that say who calls
 * @param body null for none
 * @param says part of the detail; of a field that is invalid it begins with the name
 */
record Bad(String name, String method, String path, Map<String, String> headers, byte[] body, int status, String says) {

    /** Stands for the name of the spoke that calls. */
    static final String OWN = "{own}";

    static final String ORGANIZATIONS = "/organizations";
    static final String PRODUCTS = "/products";
    static final String PACKS = "/packs";
    static final String PROVISION = "/provision";
    static final String HEARTBEAT = "/heartbeat";
    static final String DIRECTORY = "/directory";

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static Bad of(String name, String method, String path, String body, int status, String says) {
        return new Bad(
                name,
                method,
                path,
                body == null ? Map.of() : JSON,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                status,
                says);
    }

    static Bad post(String name, String path, String body, String says) {
        return of(path + ": " + name, "POST", path, body, 400, says);
    }

    static Bad change(String name, String of, String body, int status, String says) {
        return of("change: " + name, "PATCH", of, body, status, says);
    }

    static Bad read(String path, int status, String says) {
        return of(path, "GET", path, null, status, says);
    }

    Bad with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Bad(name, method, path, more, body, status, says);
    }

    Bad with(byte[] other) {
        return new Bad(name, method, path, headers, other, status, says);
    }

    Bad answering(int other) {
        return new Bad(name, method, path, headers, body, other, says);
    }

    /** Whether it is the agent of a spoke that calls. */
    boolean isOfAgent() {
        return path.equals(HEARTBEAT)
                || path.equals(DIRECTORY) && method.equals("POST")
                || path.matches("/spokes/[^/]+/(manifest|license)");
    }

    /** The field that the answer must name; empty when the request as a whole is wrong. */
    String field() {
        return status != 400 || says.startsWith("body") || says.isEmpty() ? "" : says.split(" ")[0];
    }

    @Override
    public String toString() {
        return name;
    }

    /** A list of that many entries, numbered where they have a place for it. */
    static String list(int length, String entry) {
        return IntStream.range(0, length).mapToObj(entry::formatted).collect(Collectors.joining(",", "[", "]"));
    }
}
