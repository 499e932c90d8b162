package io.wheelwright.problem;

import static io.wheelwright.problem.Bad.ORGANIZATIONS;
import static io.wheelwright.problem.Bad.PACKS;
import static io.wheelwright.problem.Bad.PRODUCTS;
import static io.wheelwright.problem.Bad.PROVISION;
import static io.wheelwright.problem.Bad.change;
import static io.wheelwright.problem.Bad.of;
import static io.wheelwright.problem.Bad.post;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What an administrator writes and the hub refuses. */
final class BadWrites {

    private static final String KNOWN = ORGANIZATIONS + "/known";
    private static final String EMAIL = ",\"email\":\"a@b.example\"}";
    private static final String GOOD = "{\"name\":\"A\"" + EMAIL;
    private static final String STARTER = "[{\"id\":\"s\"}]";

    private BadWrites() {}

    static Stream<Bad> all() {
        return Stream.of(bodies(), organizations(), changes(), products(), packs(), orders(), deletions(), lifecycles())
                .flatMap(part -> part);
    }

    private static Stream<Bad> bodies() {
        return Stream.of(
                post("no body", ORGANIZATIONS, "", "body must be a JSON object"),
                post("no JSON", ORGANIZATIONS, "{", "body must be a JSON object"),
                post("null", ORGANIZATIONS, "null", "body must be a JSON object"),
                post("a list", ORGANIZATIONS, "[]", "body must be a JSON object"),
                post("a text", ORGANIZATIONS, "\"name\"", "body must be a JSON object"),
                post("two objects", ORGANIZATIONS, GOOD + "{}", "body must be"),
                post("a field twice", ORGANIZATIONS, "{\"name\":\"A\",\"name\":\"B\"}", "body must be"),
                post("a comma too many", ORGANIZATIONS, "{\"name\":\"A\",}", "body must be"),
                post("a comment", ORGANIZATIONS, "/* */" + GOOD, "body must be"),
                post("no number", ORGANIZATIONS, "{\"name\":NaN" + EMAIL, "body must be"),
                post("a control character as it is", ORGANIZATIONS, "{\"name\":\"a\nb\"" + EMAIL, "name is not valid"),
                post("no UTF-8", ORGANIZATIONS, GOOD, "name is not valid")
                        .with(GOOD.replace("A", "\u00ff").getBytes(StandardCharsets.ISO_8859_1)),
                post("deep lists", ORGANIZATIONS, "[".repeat(5000), "body must be"),
                post("deep objects", PRODUCTS, "{\"product\":".repeat(5000), "body must be"),
                post("a number without end", PACKS, "{\"size\":" + "9".repeat(2000) + "}", "body must be"),
                post("one megabyte and more", PRODUCTS, "{\"product\":\"" + "p".repeat(1 << 20) + "\"}", "")
                        .answering(413),
                post("text", ORGANIZATIONS, GOOD, "")
                        .with("Content-Type", "text/plain")
                        .answering(415),
                post("XML", PACKS, "<pack/>", "")
                        .with("Content-Type", "application/xml")
                        .answering(415),
                post("a table", PROVISION, "plan,s", "")
                        .with("Content-Type", "text/csv")
                        .answering(415));
    }

    private static Stream<Bad> organizations() {
        return Stream.of(
                post("nothing in it", ORGANIZATIONS, "{}", "name is required; email is required"),
                post("unknown field", ORGANIZATIONS, "{\"x\":1,\"name\":\"A\"" + EMAIL, "x is unknown"),
                post("nameless field", ORGANIZATIONS, "{\"\":1,\"name\":\"A\"" + EMAIL, " is unknown"),
                post("name a number", ORGANIZATIONS, "{\"name\":1" + EMAIL, "name must be a string"),
                post("name a switch", ORGANIZATIONS, "{\"name\":true" + EMAIL, "name must be a string"),
                post("name an object", ORGANIZATIONS, "{\"name\":{}" + EMAIL, "name must be a string"),
                post("name null", ORGANIZATIONS, "{\"name\":null" + EMAIL, "name is required"),
                post("blank name", ORGANIZATIONS, "{\"name\":\"  \"" + EMAIL, "name is required"),
                post(
                        "long name",
                        ORGANIZATIONS,
                        "{\"name\":\"" + "n".repeat(129) + "\"" + EMAIL,
                        "name must have at most 128 characters"),
                post("NUL", ORGANIZATIONS, "{\"name\":\"a\\u0000b\"" + EMAIL, "name must not contain control"),
                post("escape", ORGANIZATIONS, "{\"name\":\"a\\u001b[1mb\"" + EMAIL, "name must not contain control"),
                post("half a character", ORGANIZATIONS, "{\"name\":\"a\\ud800\"" + EMAIL, "name must"),
                post("no mailbox", ORGANIZATIONS, "{\"name\":\"A\",\"email\":\"ada\"}", "email must be the address"),
                post("two mailboxes", ORGANIZATIONS, "{\"name\":\"A\",\"email\":\"a@b@c.example\"}", "email must be"),
                post("NUL in mailbox", ORGANIZATIONS, "{\"name\":\"A\",\"email\":\"a\\u0000@b.c\"}", "email must not"),
                post("long key", ORGANIZATIONS, GOOD, "Idempotency-Key must have")
                        .with("Idempotency-Key", "k".repeat(256)),
                of("DELETE of all", "DELETE", ORGANIZATIONS, "{}", 405, ""),
                of("PUT", "PUT", KNOWN, GOOD, 405, ""));
    }

    private static Stream<Bad> changes() {
        return Stream.of(
                change("of nobody", ORGANIZATIONS + "/none", "{\"name\":\"A\"}", 404, "organization none"),
                change("empty", KNOWN, "{}", 400, "name or email is required"),
                change("unknown field", KNOWN, "{\"status\":\"active\"}", 400, "status is unknown"),
                change("name a list", KNOWN, "{\"name\":[\"A\"]}", 400, "name must be a string"),
                change("blank name", KNOWN, "{\"name\":\" \"}", 400, "name must not be empty"),
                change("no mailbox", KNOWN, "{\"email\":\"ada@\"}", 400, "email must be the address"),
                change("long email", KNOWN, "{\"email\":\"" + "e".repeat(255) + "@b.c\"}", 400, "email must"),
                change("of another version", KNOWN, "{\"name\":\"A\"}", 412, "changed since")
                        .with("If-Match", "\"none\""),
                change("of a weak version", KNOWN, "{\"name\":\"A\"}", 412, "changed since")
                        .with("If-Match", "W/\"1\""),
                change("visible unknown", "/directory/did:web:none", "{\"visible\":true}", 404, "directory entry"),
                change("visible left out", "/directory/did:web:none", "{}", 400, "visible is required"),
                change("visible a word", "/directory/did:web:none", "{\"visible\":\"yes\"}", 400, "visible must be"));
    }

    private static Stream<Bad> products() {
        return Stream.of(
                post("nothing in it", PRODUCTS, "{}", "product is required; plans is required"),
                post("product a text", PRODUCTS, "{\"product\":\"x\",\"plans\":[]}", "product must be an object"),
                post("plans an object", PRODUCTS, product("{}"), "plans must be a list"),
                post("plan a number", PRODUCTS, product("[1]"), "plans[0] must be an object"),
                post("no plans", PRODUCTS, product("[]"), "plans"),
                post("17 plans", PRODUCTS, product(Bad.list(17, "{\"id\":\"s%d\"}")), "plans"),
                post("limit a text", PRODUCTS, plan("\"max_users\":\"many\""), "plans[0].max_users must"),
                post("plan without id", PRODUCTS, product("[{\"max_users\":1}]"), "plans[0].id"),
                post("bad plan id", PRODUCTS, product("[{\"id\":\"S P\"}]"), "plans[0].id"),
                post("plan id a number", PRODUCTS, product("[{\"id\":7}]"), "plans[0].id"),
                post(
                        "plan twice",
                        PRODUCTS,
                        product(Bad.list(2, "{\"id\":\"s\"}")),
                        "plans must not have an entry twice"),
                post("negative limit", PRODUCTS, plan("\"max_users\":-1"), "max_users"),
                post("huge limit", PRODUCTS, plan("\"max_users\":9223372036854775807"), "max_users"),
                post("fraction", PRODUCTS, plan("\"max_users\":1.5"), "plans[0].max_users must"),
                post("price without currency", PRODUCTS, plan("\"price\":{\"amount\":1}"), "plans[0].price.currency"),
                post(
                        "unknown pack",
                        PRODUCTS,
                        plan("\"packs\":[\"none\"]"),
                        "product Invalid value: A plan lists a pack"),
                post("unknown field", PRODUCTS, product(STARTER).replace("\"os\"", "\"oz\""), "oz is unknown"),
                post("unknown of os", PRODUCTS, product(STARTER).replace("{}", "{\"v\":1}"), "os.v is unknown"),
                post("bad id", PRODUCTS, product(STARTER).replace("\"bad\"", "\"No Id\""), "product.id must"),
                post("long id", PRODUCTS, product(STARTER).replace("bad", "b".repeat(49)), "product.id must"),
                post("NUL in its name", PRODUCTS, product(STARTER).replace("Bad", "B\\u0000"), "product.name"),
                post("bad version", PRODUCTS, product(STARTER).replace("1.0.0", "one"), "product.version"),
                post("pack type", PRODUCTS, product(STARTER + ",\"packs\":[{\"name\":\"a\",\"type\":\"x\"}]"), "packs"),
                post("of another version", PRODUCTS, product(STARTER), "changed since")
                        .with("If-Match", "\"none\"")
                        .answering(412),
                of("nobody's", "GET", PRODUCTS + "/none", null, 404, "product none"));
    }

    private static Stream<Bad> packs() {
        return Stream.of(
                post("nothing in it", PACKS, "{}", "name is required; version is required; type is required"),
                post("unknown field", PACKS, pack("\"size\":1", "\"size\":1,\"x\":1"), "x is unknown"),
                post("capitals", PACKS, pack("\"bad\"", "\"Bad\""), "name must be like"),
                post("a path for a name", PACKS, pack("\"bad\"", "\"../bad\""), "name must be like"),
                post("NUL", PACKS, pack("\"bad\"", "\"b\\u0000\""), "name must"),
                post("half a version", PACKS, pack("1.0.0", "1.0"), "version must be a version"),
                post("a range", PACKS, pack("1.0.0", "^1.0.0"), "version must be a version"),
                post("unknown type", PACKS, pack("logic", "plugin"), "type must be one of"),
                post("FTP", PACKS, pack("https:", "ftp:"), "url must be"),
                post("a password in the URL", PACKS, pack("//a", "//user:secret@a"), "url must be"),
                post("a long URL", PACKS, pack("/bad", "/" + "b".repeat(2048)), "url must have at most"),
                post("a short digest", PACKS, pack("0".repeat(64), "0".repeat(63)), "sha256 must be 64 digits"),
                post("digest in capitals", PACKS, pack("0".repeat(64), "A".repeat(64)), "sha256 must be 64 digits"),
                post("no size", PACKS, pack("\"size\":1", "\"size\":null"), "size is required"),
                post("size zero", PACKS, pack("\"size\":1", "\"size\":0"), "size must be from 1"),
                post("size a text", PACKS, pack("\"size\":1", "\"size\":\"1\""), "size must be a whole number"),
                post("size a fraction", PACKS, pack("\"size\":1", "\"size\":1.5"), "size must be a whole number"),
                post("too large", PACKS, pack("\"size\":1", "\"size\":1073741825"), "size must be from 1"),
                post("far too large", PACKS, pack("\"size\":1", "\"size\":1e99"), "size"),
                post("no signature", PACKS, pack("\"size\":1", "\"size\":1,\"signature\":\"x\""), "signature must be"),
                post("unknown version", PACKS + "/none/1.0.0/deprecate", null, "published pack")
                        .answering(404),
                post("long key", PACKS + "/none/1.0.0/undeprecate", null, "Idempotency-Key must have")
                        .with("Idempotency-Key", "k".repeat(256)));
    }

    private static Stream<Bad> orders() {
        return Stream.of(
                post("nothing in it", PROVISION, "{}", "org_id is required; product_id is required; plan is required"),
                post("unknown field", PROVISION, "{\"orgId\":\"a\"}", "orgId is unknown"),
                post("plan a list", PROVISION, "{\"plan\":[]}", "plan must be a string"),
                post("plan in capitals", PROVISION, order("").replace("starter", "Starter"), "plan must consist of"),
                post("plan null", PROVISION, order("").replace("\"starter\"", "null"), "plan is required"),
                post("long organization", PROVISION, order("").replace("none", "n".repeat(64)), "org_id must have"),
                post("NUL", PROVISION, order("").replace("none", "n\\u0000"), "org_id must not contain control"),
                post("bad address", PROVISION, order(",\"admin_email\":\"ada\""), "admin_email must be the address"),
                post("bad region", PROVISION, order(",\"region\":\"Mars 1\""), "region must consist of"),
                post("endless wait", PROVISION, order(""), "Prefer must be wait=N")
                        .with("Prefer", "wait=1000"),
                post("for nobody", PROVISION, order(""), "organization none").answering(404),
                post("of nothing", PROVISION, order("").replaceFirst("none", "known"), "product none")
                        .answering(404));
    }

    private static Stream<Bad> deletions() {
        String deletions = "/scheduled-deletions/";
        return Stream.of(
                of("spoke that is none", "DELETE", "/spokes/none", null, 404, "spoke none"),
                of("organization that is none", "DELETE", ORGANIZATIONS + "/none", null, 404, "organization none"),
                post("none to restore", deletions + "0/restore", null, "scheduled deletion")
                        .answering(404),
                post("no number", deletions + "x/restore", null, "scheduled deletion")
                        .answering(404),
                post("without a word", deletions + "0/confirm", "{\"without_export\":\"no\"}", "without_export must"),
                post("unknown field", deletions + "0/confirm", "{\"force\":true}", "force is unknown"),
                post("of nothing", "/operations/none/retry", null, "operation none")
                        .answering(404),
                post("key of nobody", "/spokes/none/credentials/rotate", null, "spoke none")
                        .answering(404));
    }

    private static Stream<Bad> lifecycles() {
        return Stream.of(
                billing("of nobody", "none", "{\"state\":\"active\"}", "organization none")
                        .answering(404),
                billing("nothing in it", "known", "{}", "state is required"),
                billing("unknown state", "known", "{\"state\":\"paid\"}", "state must be one of trialing, "),
                billing(
                        "unknown field",
                        "known",
                        "{\"state\":\"active\",\"trialEndsAt\":null}",
                        "trialEndsAt is unknown"),
                billing(
                        "unknown promise",
                        "known",
                        "{\"state\":\"active\",\"overrides\":{\"x\":1}}",
                        "overrides.x is unknown"),
                billing(
                        "no limit",
                        "known",
                        "{\"state\":\"active\",\"overrides\":{\"limits\":{\"a\":\"b\"}}}",
                        "overrides.limits.a"),
                billing("trial without end", "known", "{\"state\":\"trialing\"}", "trial_ends_at is required in"),
                billing("grace without end", "known", "{\"state\":\"trial_grace\"}", "grace_ends_at is required in"),
                billing("failure without end", "known", "{\"state\":\"past_due\"}", "grace_ends_at is required in"),
                billing(
                        "deletion without day",
                        "known",
                        "{\"state\":\"deletion_scheduled\"}",
                        "delete_after is required"),
                billing("no day", "known", "{\"state\":\"active\",\"ends_at\":\"soon\"}", "ends_at"),
                billing(
                        "deletion before the end",
                        "known",
                        "{\"state\":\"active\",\"ends_at\":\"2026-02-01T00:00:00Z\",\"delete_after\":\"2026-01-01T00:00:00Z\"}",
                        "delete_after must not be before ends_at"),
                billing(
                        "grace before the end",
                        "known",
                        "{\"state\":\"trialing\",\"trial_ends_at\":\"2026-02-01T00:00:00Z\",\"grace_ends_at\":\"2026-01-01T00:00:00Z\"}",
                        "grace_ends_at must not be before"),
                billing(
                        "a day in another age",
                        "known",
                        "{\"state\":\"active\",\"ends_at\":\"+12026-01-01T00:00:00Z\"}",
                        "ends_at must be from the years"),
                post("no reason", KNOWN + "/deactivate", "{}", "reason is required"),
                post(
                        "long ago",
                        KNOWN + "/deactivate",
                        "{\"reason\":\"x\",\"retention_days\":-1}",
                        "retention_days must be"),
                post(
                        "kept and deleted",
                        KNOWN + "/deactivate",
                        "{\"reason\":\"x\",\"retention_days\":1,\"delete_data\":false}",
                        "retention_days says when"),
                post("nobody", ORGANIZATIONS + "/none/deactivate", "{\"reason\":\"x\"}", "organization none")
                        .answering(404),
                post("nobody back", ORGANIZATIONS + "/none/reactivate", "{}", "organization none")
                        .answering(404),
                of(
                        "hold without reason",
                        "PUT",
                        KNOWN + "/legal-hold",
                        "{\"reason\":\" \"}",
                        400,
                        "reason is required"),
                of(
                        "hold on nobody",
                        "PUT",
                        ORGANIZATIONS + "/none/legal-hold",
                        "{\"reason\":\"x\"}",
                        404,
                        "organization none"),
                of("release of nobody", "DELETE", ORGANIZATIONS + "/none/legal-hold", null, 404, "organization none"));
    }

    private static Bad billing(String name, String organization, String body, String says) {
        return of("billing: " + name, "PUT", ORGANIZATIONS + "/" + organization + "/billing-state", body, 400, says);
    }

    private static String product(String plans) {
        return "{\"product\":{\"id\":\"bad\",\"name\":\"Bad\",\"version\":\"1.0.0\"},\"os\":{},\"plans\":" + plans
                + "}";
    }

    private static String plan(String more) {
        return product("[{\"id\":\"s\"," + more + "}]");
    }

    private static String pack(String right, String wrong) {
        return """
                {"name":"bad","version":"1.0.0","type":"logic","url":"https://a.example/bad","sha256":"%s","size":1}
                """.formatted("0".repeat(64)).strip().replace(right, wrong);
    }

    private static String order(String more) {
        return "{\"org_id\":\"none\",\"product_id\":\"none\",\"plan\":\"starter\"" + more + "}";
    }
}
