package io.wheelwright.problem;

import static io.wheelwright.problem.Bad.of;
import static io.wheelwright.problem.Bad.read;

import java.util.stream.Stream;

/** Paths, queries and representations that there are none of. */
final class BadReads {

    private BadReads() {}

    static Stream<Bad> all() {
        return Stream.of(parts(), filters(), names(), paths(), methods()).flatMap(part -> part);
    }

    private static Stream<Bad> parts() {
        return Stream.of(
                read("/organizations?limit=x", 400, "limit must be a number"),
                read("/organizations?limit=0", 400, "limit must be from 1 to 500"),
                read("/organizations?limit=-1", 400, "limit must be a number"),
                read("/organizations?limit=1.5", 400, "limit must be a number"),
                read("/organizations?limit=9223372036854775808", 400, "limit must be a number"),
                read("/organizations?cursor=abc", 400, "cursor must be the next_cursor"),
                read("/fleet/spokes?limit=99999", 400, "limit must be from 1 to 500"),
                read("/fleet/spokes?cursor=-1", 400, "cursor must be the next_cursor"),
                read("/fleet/stale?cursor=%00", 400, "cursor must be the next_cursor"),
                read("/packs?limit=501", 400, "limit must be from 1 to 500"),
                read("/audit?cursor=1%202", 400, "cursor must be the next_cursor"),
                read("/operations?limit=%EF%BC%91", 400, "limit must be a number"),
                read("/scheduled-deletions?limit=1e2", 400, "limit must be a number"),
                read("/directory?limit=true", 400, "limit must be a number"));
    }

    private static Stream<Bad> filters() {
        return Stream.of(
                read("/fleet/spokes?status=fine", 400, "status must be"),
                read("/fleet/spokes?status=", 400, "status must not be empty"),
                read("/fleet/spokes?health=fine", 400, "health must be"),
                read("/fleet/spokes?health=", 400, "health must not be empty"),
                read("/fleet/spokes?plan=&region=&product=", 400, "plan must not be empty; region must not be empty"),
                read("/fleet/spokes?version=", 400, "version must not be empty"),
                read("/fleet/spokes?q=", 400, "q must not be empty"),
                read("/fleet/spokes?q=" + "q".repeat(600), 400, "q must have at most"),
                read("/fleet/spokes?sort=color", 400, "sort must be created_at, health"),
                read("/fleet/spokes?sort=--plan", 400, "sort must be created_at, health"),
                read("/fleet/spokes?org_id=%00", 400, "org_id must not"),
                read("/fleet/spokes?region=eu%0d%0a", 400, "region must not"),
                read("/fleet/stale?minutes=-1", 400, "minutes must be a number"),
                read("/fleet/stale?minutes=0", 400, "minutes must be a number"),
                read("/fleet/stale?minutes=1000000", 400, "minutes must be a number"),
                read("/audit?actor=%00", 400, "actor must not"),
                read("/audit?object=", 400, "object must not be empty"),
                read("/audit?kind=&action=", 400, "kind must not be empty; action must not be empty"),
                read("/audit?actor=" + "a".repeat(513), 400, "actor must have at most"),
                read("/operations?state=", 400, "state must not be empty"),
                read("/operations?state=done", 400, "state must be waiting, active"),
                read("/organizations/known/operations?state=", 400, "state must not be empty"),
                read("/organizations/known/operations?state=%00", 400, "state must be waiting, active"),
                read("/packs?q=", 400, "q must not be empty"),
                read("/packs?q=%00", 400, "q must not contain control"),
                read("/packs?q=" + "q".repeat(129), 400, "q must have at most"));
    }

    private static Stream<Bad> names() {
        return Stream.of(
                read("/organizations/none", 404, "organization none"),
                read("/organizations/none/operations", 404, "organization none"),
                read("/fleet/spokes/none", 404, "spoke none"),
                read("/spokes/none/events", 404, "spoke none"),
                read("/spokes/none/deployment", 404, "spoke none"),
                read("/subscriptions/none", 404, "organization none"),
                read("/packs/none/1.0.0", 404, "published pack none"),
                read("/operations/00000000-0000-0000-0000-00000000000G", 404, "operation"),
                read("/operations/00000000-0000-0000-0000-000000000000", 404, "operation"),
                read("/scheduled-deletions/-1", 404, "scheduled deletion"),
                read("/scheduled-deletions/9999999999999999999", 404, "scheduled deletion"),
                read("/directory/did:web:none", 404, "directory entry"),
                read("/directory/" + "d".repeat(2000), 404, "directory entry"));
    }

    private static Stream<Bad> paths() {
        return Stream.of(
                read("/nothing", 404, ""),
                read("/organizations/%00", 404, "control characters"),
                read("/products/a%00b", 404, "control characters"),
                read("/packs/%00/1.0.0", 404, "control characters"),
                read("/fleet/spokes/a%0d%0aX-Injected:%201", 404, "control characters"),
                read("/subscriptions/..%2f..%2fq%2fmetrics", 404, ""),
                read("/organizations/known%2f..", 404, ""),
                read("/products/%ff", 404, ""),
                read("/products/%c0%80", 404, ""),
                read("/spokes/%27%20OR%201=1--/deployment", 404, "spoke"),
                read("/packs/@eu%2fnone/1.0.0", 404, "published pack"),
                read("/organizations/%25%30%30", 404, "organization"));
    }

    private static Stream<Bad> methods() {
        return Stream.of(
                of("DELETE /audit", "DELETE", "/audit", null, 405, ""),
                of("POST /fleet/spokes", "POST", "/fleet/spokes", "{}", 405, ""),
                of("PATCH /packs", "PATCH", "/packs", "{}", 405, ""),
                of("PUT /products/none", "PUT", "/products/none", "{}", 405, ""),
                of("GET /provision", "GET", "/provision", null, 405, ""),
                of("GET /heartbeat", "GET", "/heartbeat", null, 405, ""),
                representation("/organizations"),
                representation("/fleet/spokes"),
                representation("/licenses/jwks"),
                representation("/audit"));
    }

    private static Bad representation(String path) {
        return of(path + " as HTML", "GET", path, null, 406, "").with("Accept", "text/html");
    }
}
