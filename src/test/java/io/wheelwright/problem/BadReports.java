package io.wheelwright.problem;

import static io.wheelwright.problem.Bad.DIRECTORY;
import static io.wheelwright.problem.Bad.HEARTBEAT;
import static io.wheelwright.problem.Bad.OWN;
import static io.wheelwright.problem.Bad.post;
import static io.wheelwright.problem.Bad.read;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the agent of a spoke says and the hub refuses. */
final class BadReports {

    private BadReports() {}

    static Stream<Bad> all() {
        return Stream.of(heartbeats(), counters(), packs(), registrations()).flatMap(part -> part);
    }

    private static Stream<Bad> heartbeats() {
        return Stream.of(
                post("nothing in it", HEARTBEAT, "{}", "spoke_id is required"),
                post("text", HEARTBEAT, heartbeat("1", ""), "")
                        .with("Content-Type", "text/plain")
                        .answering(415),
                post("another spoke's", HEARTBEAT, heartbeat("1", "").replace(OWN, "none"), "spoke none")
                        .answering(404),
                post("unknown status", HEARTBEAT, status("\"sleepy\""), "status must be one of"),
                post("status a number", HEARTBEAT, status("1"), "status must be one of"),
                post("status null", HEARTBEAT, status("null"), "status is required"),
                post("unknown field", HEARTBEAT, heartbeat("1", ",\"customers\":[]"), "customers is unknown"),
                post("uptime a text", HEARTBEAT, heartbeat("\"5\"", ""), "uptime_seconds must be a whole"),
                post("uptime a fraction", HEARTBEAT, heartbeat("1.5", ""), "uptime_seconds must be a whole"),
                post("negative uptime", HEARTBEAT, heartbeat("-1", ""), "uptime_seconds must be from 0"),
                post("uptime without end", HEARTBEAT, heartbeat("9223372036854775808", ""), "uptime_seconds"),
                post("long version", HEARTBEAT, version("1".repeat(129)), "os_version must have at most 128"),
                post("NUL in version", HEARTBEAT, version("1\\u0000"), "os_version must not contain control"),
                post("digest a number", HEARTBEAT, heartbeat("1", ",\"manifest_digest\":1"), "manifest_digest must be"),
                post("blank agent", HEARTBEAT, heartbeat("1", ",\"agent_version\":\" \""), "agent_version must not"),
                read("/spokes/none/manifest", 404, "spoke none"),
                read("/spokes/none/license", 404, "spoke none"));
    }

    private static Stream<Bad> counters() {
        String many = IntStream.range(0, 65).mapToObj(i -> "\"c" + i + "\":1").collect(Collectors.joining(","));
        return Stream.of(
                post("a list of counts", HEARTBEAT, usage("[]"), "usage must be an object"),
                post("content for a count", HEARTBEAT, usage("{\"a\":\"x\"}"), "usage.a must be"),
                post("negative count", HEARTBEAT, usage("{\"a\":-1}"), "usage.a must be"),
                post("no count", HEARTBEAT, usage("{\"a\":null}"), "usage.a must be"),
                post("half a count", HEARTBEAT, usage("{\"a\":0.5}"), "usage.a must be"),
                post("a count without end", HEARTBEAT, usage("{\"a\":9223372036854775808}"), "usage"),
                post("a counter's name", HEARTBEAT, usage("{\"7 a\":1}"), "usage.7 a must be called"),
                post("NUL in a counter's name", HEARTBEAT, usage("{\"a\\u0000\":1}"), "usage.a? must be called"),
                post("65 counters", HEARTBEAT, usage("{" + many + "}"), "usage must have at most 64"));
    }

    private static Stream<Bad> packs() {
        String one = "{\"name\":\"a\",\"version\":\"1.0.0\"}";
        return Stream.of(
                post("packs an object", HEARTBEAT, installed("{}"), "installed_packs must be a list"),
                post("no pack", HEARTBEAT, installed("[null]"), "installed_packs[0] must be an object"),
                post("nameless pack", HEARTBEAT, installed("[{\"version\":\"1\"}]"), "installed_packs[0].name is"),
                post("257 packs", HEARTBEAT, installed(Bad.list(257, one)), "installed_packs must have at most 256"),
                post("NUL", HEARTBEAT, installed("[" + one.replace("a\"", "\\u0000\"") + "]"), "installed_packs[0]"),
                post(
                        "a long story",
                        HEARTBEAT,
                        heartbeat(
                                "1",
                                ",\"pack_problems\":[" + one.replace("}", ",\"message\":\"" + "m".repeat(257))
                                        + "\"}]"),
                        "pack_problems[0].message must have at most 256"));
    }

    private static Stream<Bad> registrations() {
        return Stream.of(
                post("nothing in it", DIRECTORY, "{}", "did is required"),
                post("no DID", DIRECTORY, registration("x", ""), "did must be a DID"),
                post("long DID", DIRECTORY, registration("did:web:" + "d".repeat(512), ""), "did must have at most"),
                post("NUL in DID", DIRECTORY, registration("did:web:a\\u0000", ""), "did must"),
                post("DID of another host", DIRECTORY, registration("did:web:a", ""), "did must be did:web:" + OWN),
                post("no URL", DIRECTORY, registration("did:web:a", "").replace("https:", "javascript:"), "endpoint"),
                post("capability with blank", DIRECTORY, capabilities("[\"a b\"]"), "capabilities[0] must"),
                post("no capability", DIRECTORY, capabilities("[null]"), "capabilities[0] is required"),
                post("capabilities a text", DIRECTORY, capabilities("\"all\""), "capabilities must be a list"),
                post("33 capabilities", DIRECTORY, capabilities(Bad.list(33, "\"a\"")), "capabilities must have"),
                post("visible a word", DIRECTORY, registration("did:web:a", ",\"visible\":\"no\""), "visible must be"),
                post("another spoke's", DIRECTORY, registration("did:web:a", "").replace(OWN, "s"), "spoke s")
                        .answering(404));
    }

    private static String heartbeat(String uptime, String more) {
        return "{\"spoke_id\":\"" + OWN + "\",\"os_version\":\"1\",\"status\":\"healthy\",\"uptime_seconds\":" + uptime
                + more + "}";
    }

    private static String status(String status) {
        return heartbeat("1", "").replace("\"healthy\"", status);
    }

    private static String version(String version) {
        return heartbeat("1", "").replace("\"os_version\":\"1\"", "\"os_version\":\"" + version + "\"");
    }

    private static String usage(String usage) {
        return heartbeat("1", ",\"usage\":" + usage);
    }

    private static String installed(String packs) {
        return heartbeat("1", ",\"installed_packs\":" + packs);
    }

    private static String registration(String did, String more) {
        return "{\"did\":\"" + did + "\",\"spoke_id\":\"" + OWN + "\",\"endpoint\":\"https://a.example\"" + more + "}";
    }

    private static String capabilities(String capabilities) {
        return registration("did:web:a", ",\"capabilities\":" + capabilities);
    }
}
