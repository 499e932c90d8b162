package io.wheelwright.access;

import static io.wheelwright.access.AccessTable.Identity.ADMIN;
import static io.wheelwright.access.AccessTable.Identity.ANONYMOUS;
import static io.wheelwright.access.AccessTable.Identity.BILLER;
import static io.wheelwright.access.AccessTable.Identity.MANAGER;
import static io.wheelwright.access.AccessTable.Identity.MANAGE_TOKEN;
import static io.wheelwright.access.AccessTable.Identity.MEMBER;
import static io.wheelwright.access.AccessTable.Identity.OTHER_SPOKE;
import static io.wheelwright.access.AccessTable.Identity.OTHER_TOKEN;
import static io.wheelwright.access.AccessTable.Identity.OWNER;
import static io.wheelwright.access.AccessTable.Identity.PLATFORM_ADMIN;
import static io.wheelwright.access.AccessTable.Identity.PLATFORM_VIEWER;
import static io.wheelwright.access.AccessTable.Identity.READ_TOKEN;
import static io.wheelwright.access.AccessTable.Identity.SPOKE;
import static io.wheelwright.access.AccessTable.Identity.SUSPENDED_OWNER;
import static io.wheelwright.access.AccessTable.Identity.VIEWER;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may call what: one row a route. The tests are made from it, and a route that is not in it fails them. Whoever belongs
 * to an organization, and its software, is held to it by {@link Gate}.
 */
public final class AccessTable {

    /** Who calls. */
    public enum Identity {
        /** The holder of the administrator's token. */
        ADMIN,
        /** Somebody of the platform's staff who may do everything. */
        PLATFORM_ADMIN,
        /** Somebody of the platform's staff who may look at everything. */
        PLATFORM_VIEWER,
        /** Somebody whom the staff's provider knows, and who is nothing here. */
        PLATFORM_STRANGER,
        /** The other system that bills customers. */
        BILLER,
        /** The agent of the spoke that the route is about. */
        SPOKE,
        /** The agent of another spoke. */
        OTHER_SPOKE,
        /** An owner of the organization that the route is about. */
        OWNER,
        /** Somebody whose role in that organization is {@code admin}. */
        MANAGER,
        /** Somebody whose role in that organization is {@code viewer}. */
        VIEWER,
        /** An owner of that organization while it is suspended; what an owner may not do then, nobody of it may. */
        SUSPENDED_OWNER,
        /** Somebody who has logged in, of no organization that the route is about. */
        MEMBER,
        /** Software of that organization, with a token of scope {@code manage}. */
        MANAGE_TOKEN,
        /** Software of that organization, with a token of scope {@code read}. */
        READ_TOKEN,
        /** Software of another organization. */
        OTHER_TOKEN,
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
        /** Software with a token that was revoked. */
        REVOKED_TOKEN,
        /** The holder of a license. */
        LICENSE,
        /** Staff with a token for another audience. */
        STAFF_OF_ANOTHER_AUDIENCE,
        /** Staff with a token of another issuer. */
        STAFF_OF_ANOTHER_ISSUER,
        /** Staff with a token whose time is over. */
        EXPIRED_STAFF,
        /** Somebody with a token of staff that nobody has signed. */
        UNSIGNED_STAFF,
        /** Somebody who takes the public key of the staff's provider for a secret that both know. */
        SYMMETRIC_STAFF,
        /** Somebody with a token of staff that is signed with a key which the provider does not have. */
        STAFF_OF_AN_UNKNOWN_KEY;

        /** Whether the hub does not know who it is. */
        public boolean isNobody() {
            return ordinal() >= ANONYMOUS.ordinal();
        }

        static Identity of(MemberRole role) {
            return switch (role) {
                case owner -> OWNER;
                case admin -> MANAGER;
                case viewer -> VIEWER;
            };
        }
    }

    /**
     * A route.
     *
     * @param allowed who gets through
     * @param hidden to whom the object seems not to exist
     * @param namesInBody whether it is about the organization that the body names
     */
    public record Route(String method, String path, Set<Identity> allowed, Set<Identity> hidden, boolean namesInBody) {

        Route(String method, String path, Set<Identity> allowed, Set<Identity> hidden) {
            this(method, path, allowed, hidden, false);
        }

        /** What the administrator may, staff may, too, and those of it who only look what changes nothing. */
        public Route {
            if (allowed.contains(ADMIN)) {
                allowed = method.equals("GET")
                        ? with(allowed, PLATFORM_ADMIN, PLATFORM_VIEWER)
                        : with(allowed, PLATFORM_ADMIN);
            }
        }

        /** Whether it serves everybody. */
        public boolean isPublic() {
            return allowed.contains(ANONYMOUS);
        }

        /** Whether it is about one organization, or about something that one has. */
        boolean isAboutAnOrganization() {
            return namesInBody || path.contains("{org_id}") || path.contains("{spoke_id}");
        }
    }

    private static final String API = "/hub/api/v1";
    private static final Set<Identity> NOBODY = Set.of();
    private static final Set<Identity> EVERYBODY = Set.of(Identity.values());
    private static final Set<Identity> KNOWN = Set.of(ADMIN, SPOKE, OTHER_SPOKE);
    private static final Set<Identity> STRANGERS = Set.of(MEMBER, OTHER_TOKEN);
    private static final Set<Identity> READERS =
            Set.of(ADMIN, OWNER, MANAGER, VIEWER, SUSPENDED_OWNER, MANAGE_TOKEN, READ_TOKEN);
    private static final Set<Identity> PEOPLE = Set.of(OWNER, MANAGER, VIEWER, SUSPENDED_OWNER, MEMBER);

    private static final List<Route> ROUTES = List.of(
            new Route("GET", "/hub/health", EVERYBODY, NOBODY),
            admin("POST", "/organizations"),
            admin("GET", "/organizations"),
            readers("GET", "/organizations/{org_id}"),
            admin("PATCH", "/organizations/{org_id}"),
            admin("POST", "/organizations/{org_id}/suspend"),
            admin("POST", "/organizations/{org_id}/unsuspend"),
            biller("GET", "/organizations/{org_id}/billing-state"),
            biller("PUT", "/organizations/{org_id}/billing-state"),
            admin("PUT", "/organizations/{org_id}/billing-hold"),
            admin("DELETE", "/organizations/{org_id}/billing-hold"),
            admin("GET", "/organizations/{org_id}/billing/explain"),
            admin("POST", "/organizations/{org_id}/deactivate"),
            admin("POST", "/organizations/{org_id}/reactivate"),
            admin("GET", "/organizations/{org_id}/legal-hold"),
            admin("PUT", "/organizations/{org_id}/legal-hold"),
            admin("DELETE", "/organizations/{org_id}/legal-hold"),
            admin("POST", "/products"),
            admin("GET", "/products"),
            admin("GET", "/products/{product_id}"),
            admin("POST", "/packs"),
            admin("GET", "/packs"),
            admin("GET", "/packs/{name}/{version}"),
            admin("POST", "/packs/{name}/{version}/deprecate"),
            admin("POST", "/packs/{name}/{version}/undeprecate"),
            admin("POST", "/provision"),
            new Route("GET", API + "/fleet/spokes", with(READERS, MEMBER, OTHER_TOKEN), NOBODY),
            readers("GET", "/fleet/spokes/{spoke_id}"),
            admin("GET", "/fleet/stale"),
            readers("GET", "/spokes/{spoke_id}/events"),
            readers("GET", "/spokes/{spoke_id}/deployment"),
            ownSpoke("POST", "/heartbeat"),
            ownSpoke("GET", "/spokes/{spoke_id}/manifest"),
            ownSpoke("GET", "/spokes/{spoke_id}/license"),
            new Route("POST", API + "/spokes/{spoke_id}/credentials/rotate", Set.of(ADMIN, SPOKE), Set.of(OTHER_SPOKE)),
            ownSpoke("POST", "/usage"),
            admin("GET", "/usage"),
            readers("GET", "/usage/{org_id}"),
            ownSpoke("POST", "/directory"),
            new Route("GET", API + "/directory", KNOWN, NOBODY),
            new Route("GET", API + "/directory/{did}", KNOWN, NOBODY),
            admin("PATCH", "/directory/{did}"),
            readers("GET", "/subscriptions/{org_id}"),
            readers("GET", "/subscriptions/{org_id}/calls"),
            readers("GET", "/subscriptions/{org_id}/calls/{call_id}"),
            buyers("POST", "/billing/checkout"),
            buyers("POST", "/billing/portal"),
            payers("POST", "/subscriptions/{org_id}/change-plan"),
            payers("POST", "/subscriptions/{org_id}/change-plan/preview"),
            payers("POST", "/subscriptions/{org_id}/cancel"),
            payers("POST", "/subscriptions/{org_id}/keep"),
            admin("POST", "/subscriptions/{org_id}/refund"),
            readers("GET", "/subscriptions/{org_id}/refunds"),
            admin("GET", "/subscriptions/{org_id}/disputes"),
            admin("GET", "/subscriptions/{org_id}/meter-events"),
            admin("POST", "/subscriptions/{org_id}/meter-events/{meter_event_id}/cancel"),
            admin("POST", "/billing/policies/evaluate"),
            anybody("POST", "/billing/webhook"),
            admin("GET", "/billing/events"),
            admin("GET", "/billing/events/{event_id}"),
            admin("POST", "/billing/events/{event_id}/replay"),
            admin("GET", "/billing/doctor"),
            admin("POST", "/billing/setup"),
            admin("GET", "/billing/brake"),
            admin("POST", "/billing/brake/release"),
            new Route("GET", API + "/licenses/jwks", EVERYBODY, NOBODY),
            new Route("GET", API + "/licenses/public-key", EVERYBODY, NOBODY),
            admin("GET", "/licenses/statistics"),
            readers("GET", "/licenses/{org_id}"),
            readers("GET", "/licenses/{org_id}/history"),
            admin("POST", "/licenses/{org_id}/revoke"),
            admin("POST", "/licenses/{org_id}/reinstate"),
            admin("DELETE", "/spokes/{spoke_id}"),
            admin("DELETE", "/organizations/{org_id}"),
            admin("GET", "/scheduled-deletions"),
            admin("GET", "/scheduled-deletions/{deletion_id}"),
            admin("POST", "/scheduled-deletions/{deletion_id}/restore"),
            admin("POST", "/scheduled-deletions/{deletion_id}/confirm"),
            admin("POST", "/scheduled-deletions/run"),
            admin("GET", "/scheduled-deletions/erasures"),
            admin("GET", "/scheduled-deletions/erasures/{org_id}"),
            admin("GET", "/scheduled-deletions/brake"),
            admin("POST", "/scheduled-deletions/brake/release"),
            admin("GET", "/operations"),
            admin("GET", "/operations/stats"),
            admin("GET", "/operations/{operation_id}"),
            readers("GET", "/organizations/{org_id}/operations"),
            admin("POST", "/operations/{operation_id}/retry"),
            admin("POST", "/operations/pause"),
            admin("POST", "/operations/resume"),
            admin("GET", "/audit"),
            admin("GET", "/audit/export"),
            admin("GET", "/audit/verification"),
            anybody("POST", "/signup"),
            anybody("GET", "/signups/{signup_id}"),
            anybody("POST", "/waitlist"),
            admin("GET", "/waitlist"),
            admin("POST", "/waitlist/{entry_id}/admit"),
            admin("DELETE", "/waitlist/{entry_id}"),
            admin("POST", "/invitation-codes"),
            admin("GET", "/invitation-codes"),
            admin("DELETE", "/invitation-codes/{code_id}"),
            anybody("POST", "/verify-email"),
            anybody("POST", "/verify-email/resend"),
            anybody("POST", "/login"),
            anybody("POST", "/refresh"),
            anybody("POST", "/password-reset"),
            anybody("POST", "/password-reset/confirm"),
            anybody("POST", "/logout"),
            people("GET", "/me"),
            people("POST", "/me/password"),
            readers("GET", "/organizations/{org_id}/members"),
            managers("PATCH", "/organizations/{org_id}/members/{user_id}", ADMIN, MANAGE_TOKEN),
            managers(
                    "DELETE",
                    "/organizations/{org_id}/members/{user_id}",
                    ADMIN,
                    MANAGE_TOKEN,
                    VIEWER,
                    SUSPENDED_OWNER),
            managers("POST", "/organizations/{org_id}/invitations", ADMIN, MANAGE_TOKEN),
            managers("GET", "/organizations/{org_id}/invitations", ADMIN, MANAGE_TOKEN, SUSPENDED_OWNER),
            managers(
                    "DELETE",
                    "/organizations/{org_id}/invitations/{invitation_id}",
                    ADMIN,
                    MANAGE_TOKEN,
                    SUSPENDED_OWNER),
            anybody("POST", "/invitations/accept"),
            managers("POST", "/organizations/{org_id}/exports", ADMIN, MANAGE_TOKEN, SUSPENDED_OWNER),
            managers("GET", "/organizations/{org_id}/exports/{export_id}", ADMIN, MANAGE_TOKEN, SUSPENDED_OWNER),
            managers("POST", "/organizations/{org_id}/exports/{export_id}/link", ADMIN, MANAGE_TOKEN, SUSPENDED_OWNER),
            anybody("GET", "/exports/{link_token}"),
            managers("POST", "/organizations/{org_id}/tokens"),
            managers("GET", "/organizations/{org_id}/tokens", ADMIN, SUSPENDED_OWNER),
            managers("DELETE", "/organizations/{org_id}/tokens/{token_id}", ADMIN, SUSPENDED_OWNER));

    private static final List<Route> PAGES = List.of(
            page("/verify-email"),
            page("/reset-password"),
            page("/accept-invitation"),
            page("/account.css"),
            page("/account.js"));

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

    /** For the administrator, and for the other system that bills. */
    private static Route biller(String method, String path) {
        return new Route(method, API + path, Set.of(ADMIN, BILLER), NOBODY);
    }

    private static Route anybody(String method, String path) {
        return new Route(method, API + path, EVERYBODY, NOBODY);
    }

    private static Route page(String path) {
        return new Route("GET", path, EVERYBODY, NOBODY);
    }

    /** For everybody who has logged in, about themselves. */
    private static Route people(String method, String path) {
        return new Route(method, API + path, PEOPLE, NOBODY);
    }

    /** For everybody who belongs to the organization that the route is about. */
    private static Route readers(String method, String path) {
        return new Route(method, API + path, READERS, STRANGERS);
    }

    /** For who runs the organization that the route is about, and some others. */
    private static Route managers(String method, String path, Identity... others) {
        return new Route(method, API + path, with(Set.of(OWNER, MANAGER), others), STRANGERS);
    }

    /** For who pays for the organization that the body names, also while it is suspended. */
    private static Route buyers(String method, String path) {
        return new Route(method, API + path, Set.of(ADMIN, OWNER, SUSPENDED_OWNER, MANAGE_TOKEN), STRANGERS, true);
    }

    /** For who answers for the money of the organization that the route is about, also while it is suspended. */
    private static Route payers(String method, String path) {
        return new Route(method, API + path, Set.of(ADMIN, OWNER, SUSPENDED_OWNER), STRANGERS);
    }

    private static Set<Identity> with(Set<Identity> some, Identity... others) {
        Set<Identity> all = EnumSet.copyOf(some);
        all.addAll(List.of(others));
        return Set.copyOf(all);
    }

    private static Route ownSpoke(String method, String path) {
        return new Route(method, API + path, Set.of(SPOKE), Set.of(OTHER_SPOKE));
    }
}
