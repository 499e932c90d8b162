package io.wheelwright.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Whose objects a list shows to who calls. */
@ApplicationScoped
public class Reach {

    private final Caller caller;
    private final Affiliations affiliations;

    Reach(Caller caller, Affiliations affiliations) {
        this.caller = caller;
        this.affiliations = affiliations;
    }

    /** Names of the organizations; empty for who sees the objects of all. */
    public Optional<Set<String>> organizations() {
        if (!caller.isCustomer()) {
            return Optional.empty();
        }
        return caller.key().map(key -> Set.of(key.orgId())).or(() -> caller.user()
                .map(affiliations::organizations));
    }
}
