package io.wheelwright.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who calls. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** UID of the spoke that calls, or {@code admin}. */
    public String id() {
        return identity.getPrincipal().getName();
    }

    /** How the audit names the caller. */
    public String actor() {
        return isSpoke() ? "spoke:" + id() : id();
    }

    public boolean isSpoke() {
        return identity.hasRole(Role.SPOKE);
    }
}
