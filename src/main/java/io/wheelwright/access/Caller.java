package io.wheelwright.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;

/** Who calls. */
@RequestScoped
public class Caller {

    static final String SESSION = "session";
    static final String KEY = "key";

    /** What the name of the biller begins with. */
    static final String BILLER = "biller:";

    private final SecurityIdentity identity;

    /** In whose name the hub itself acts where nobody calls; null otherwise. */
    private String name;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * UID of the spoke that calls, id of the user or of the token, {@code staff:} and the name of somebody of the staff,
     * {@code biller:} and its source, or {@code admin}; empty for anybody else.
     */
    public String id() {
        return identity.getPrincipal().getName();
    }

    /** How the audit names the caller. */
    public String actor() {
        if (name != null) {
            return name;
        }
        if (identity.isAnonymous()) {
            return "anonymous";
        }
        if (isCustomer()) {
            return (identity.hasRole(Role.MEMBER) ? "user:" : "token:") + id();
        }
        return isSpoke() ? "spoke:" + id() : id();
    }

    /** Acts in this name where nobody calls: for what the hub does by itself. */
    public void actAs(String actor) {
        this.name = actor;
    }

    /** Id of the session in which a user calls. */
    public UUID session() {
        return identity.getAttribute(SESSION);
    }

    /** Id of the user who calls. */
    public Optional<UUID> user() {
        return identity.hasRole(Role.MEMBER) ? Optional.of(UUID.fromString(id())) : Optional.empty();
    }

    /** The token that software of an organization calls with. */
    public Optional<OrganizationKeys.Key> key() {
        return Optional.ofNullable(identity.getAttribute(KEY));
    }

    public boolean isSpoke() {
        return identity.hasRole(Role.SPOKE);
    }

    /** The source that the biller speaks for, if it calls. */
    public Optional<String> biller() {
        return identity.hasRole(Role.BILLER) ? Optional.of(id().substring(BILLER.length())) : Optional.empty();
    }

    /** Whether it is staff that only looks. */
    public boolean isViewer() {
        return identity.hasRole(Role.VIEWER);
    }

    /** Whether it is somebody who may belong to organizations, or software of one. */
    public boolean isCustomer() {
        return identity.hasRole(Role.CUSTOMER);
    }
}
