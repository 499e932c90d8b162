package io.wheelwright.access;

import static io.wheelwright.access.AccessTable.Identity.ADMIN;
import static io.wheelwright.access.AccessTable.Identity.ANONYMOUS;
import static io.wheelwright.access.AccessTable.Identity.MEMBER;
import static io.wheelwright.access.AccessTable.Identity.OTHER_SPOKE;
import static io.wheelwright.access.AccessTable.Identity.SPOKE;

import java.util.List;
import java.util.Set;

/** Who may call what: one row a route. The tests are made from it, and a route that is not in it fails them. */
public final class AccessTable {

    /** Who calls. */
    public enum Identity {
        /** The holder of the administrator's token. */
        ADMIN,
        /** The agent of the spoke that the route is about. */
        SPOKE,
        /** The agent of another spoke. */
        OTHER_SPOKE,
        /** Somebody who has logged in, of no organization that the route is about. */
        MEMBER,
        /** Nobody in particular. */
        ANONYMOUS,
        /** The holder of a key that the hub does not know. */
        UNKNOWN_KEY,
        /** Somebody who has logged out. */
        ENDED_SESSION,
        /** Somebody with the token of a session whose time is over. */
        EXPIRED_SESSION,
        /** Somebody who has changed a letter of a session's token. */
        TAMPERED_SESSION,
        /** Somebody with a session's token for another audience. */
        FOREIGN_SESSION,
        /** The holder of a license. */
        LICENSE;

        /** Whether the hub does not know who it is. */
        boolean isNobody() {
            return ordinal() >= ANONYMOUS.ordinal();
        }
    }

    /**
     * A route.
     *
     * @param allowed who gets through
     * @param hidden to whom the object seems not to exist
     */
    public record Route(String method, String path, Set<Identity> allowed, Set<Identity> hidden) {}

    private static final String API = "/hub/api/v1";
    private static final Set<Identity> NOBODY = Set.of();
    private static final Set<Identity> EVERYBODY = Set.of(Identity.values());
    private static final Set<Identity> KNOWN = Set.of(ADMIN, SPOKE, OTHER_SPOKE);

    private static final List<Route> ROUTES = List.of(
            new Route("GET", "/hub/health", EVERYBODY, NOBODY),
            admin("POST", "/organizations"),
            admin("GET", "/organizations"),
            admin("GET", "/organizations/{org_id}"),
            admin("PATCH", "/organizations/{org_id}"),
            admin("POST", "/organizations/{org_id}/suspend"),
            admin("POST", "/organizations/{org_id}/unsuspend"),
            admin("POST", "/products"),
            admin("GET", "/products"),
            admin("GET", "/products/{product_id}"),
            admin("POST", "/packs"),
            admin("GET", "/packs"),
            admin("GET", "/packs/{name}/{version}"),
            admin("POST", "/packs/{name}/{version}/deprecate"),
            admin("POST", "/packs/{name}/{version}/undeprecate"),
            admin("POST", "/provision"),
            admin("GET", "/fleet/spokes"),
            admin("GET", "/fleet/spokes/{spoke_id}"),
            admin("GET", "/fleet/stale"),
            admin("GET", "/spokes/{spoke_id}/events"),
            admin("GET", "/spokes/{spoke_id}/deployment"),
            ownSpoke("POST", "/heartbeat"),
            ownSpoke("GET", "/spokes/{spoke_id}/manifest"),
            ownSpoke("GET", "/spokes/{spoke_id}/license"),
            new Route("POST", API + "/spokes/{spoke_id}/credentials/rotate", Set.of(ADMIN, SPOKE), Set.of(OTHER_SPOKE)),
            ownSpoke("POST", "/usage"),
            admin("GET", "/usage"),
            admin("GET", "/usage/{org_id}"),
            ownSpoke("POST", "/directory"),
            new Route("GET", API + "/directory", KNOWN, NOBODY),
            new Route("GET", API + "/directory/{did}", KNOWN, NOBODY),
            admin("PATCH", "/directory/{did}"),
            admin("GET", "/subscriptions/{org_id}"),
            new Route("GET", API + "/licenses/jwks", EVERYBODY, NOBODY),
            new Route("GET", API + "/licenses/public-key", EVERYBODY, NOBODY),
            admin("GET", "/licenses/statistics"),
            admin("GET", "/licenses/{org_id}"),
            admin("GET", "/licenses/{org_id}/history"),
            admin("POST", "/licenses/{org_id}/revoke"),
            admin("POST", "/licenses/{org_id}/reinstate"),
            admin("DELETE", "/spokes/{spoke_id}"),
            admin("DELETE", "/organizations/{org_id}"),
            admin("GET", "/scheduled-deletions"),
            admin("GET", "/scheduled-deletions/{deletion_id}"),
            admin("POST", "/scheduled-deletions/{deletion_id}/restore"),
            admin("POST", "/scheduled-deletions/{deletion_id}/confirm"),
            admin("GET", "/scheduled-deletions/brake"),
            admin("POST", "/scheduled-deletions/brake/release"),
            admin("GET", "/operations"),
            admin("GET", "/operations/stats"),
            admin("GET", "/operations/{operation_id}"),
            admin("GET", "/organizations/{org_id}/operations"),
            admin("POST", "/operations/{operation_id}/retry"),
            admin("POST", "/operations/pause"),
            admin("POST", "/operations/resume"),
            admin("GET", "/audit"),
            admin("GET", "/audit/export"),
            admin("GET", "/audit/verification"),
            anybody("POST", "/signup"),
            anybody("GET", "/signups/{signup_id}"),
            anybody("POST", "/verify-email"),
            anybody("POST", "/verify-email/resend"),
            anybody("POST", "/login"),
            anybody("POST", "/refresh"),
            anybody("POST", "/password-reset"),
            anybody("POST", "/password-reset/confirm"),
            anybody("POST", "/logout"),
            member("GET", "/me"));

    private static final List<Route> PAGES =
            List.of(page("/verify-email"), page("/reset-password"), page("/account.css"), page("/account.js"));

    private AccessTable() {}

    /** Every route of the hub. */
    public static List<Route> routes() {
        return ROUTES;
    }

    /** What people look at in a browser. */
    public static List<Route> pages() {
        return PAGES;
    }

    /** What an identity is answered that does not get through. */
    public static int refusal(Route route, Identity identity) {
        if (identity.isNobody()) {
            return 401;
        }
        return route.hidden().contains(identity) ? 404 : 403;
    }

    private static Route admin(String method, String path) {
        return new Route(method, API + path, Set.of(ADMIN), NOBODY);
    }

    private static Route anybody(String method, String path) {
        return new Route(method, API + path, EVERYBODY, NOBODY);
    }

    private static Route page(String path) {
        return new Route("GET", path, EVERYBODY, NOBODY);
    }

    private static Route member(String method, String path) {
        return new Route(method, API + path, Set.of(MEMBER), NOBODY);
    }

    private static Route ownSpoke(String method, String path) {
        return new Route(method, API + path, Set.of(SPOKE), Set.of(OTHER_SPOKE));
    }
}
