package io.wheelwright.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** Who calls. */
@RequestScoped
public class Caller {

    static final String SESSION = "session";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** UID of the spoke that calls, id of the user, or {@code admin}; empty for anybody else. */
    public String id() {
        return identity.getPrincipal().getName();
    }

    /** How the audit names the caller. */
    public String actor() {
        if (identity.isAnonymous()) {
            return "anonymous";
        }
        if (identity.hasRole(Role.MEMBER)) {
            return "user:" + id();
        }
        return isSpoke() ? "spoke:" + id() : id();
    }

    /** Id of the session in which a user calls. */
    public UUID session() {
        return identity.getAttribute(SESSION);
    }

    public boolean isSpoke() {
        return identity.hasRole(Role.SPOKE);
    }
}
