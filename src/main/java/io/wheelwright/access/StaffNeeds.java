package io.wheelwright.access;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a hub whose staff logs in cannot do without. It does not start before it has all of it, and says what to set. */
@ApplicationScoped
class StaffNeeds {

    private final StaffConfig config;

    StaffNeeds(StaffConfig config) {
        this.config = config;
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = config.enabled() ? unmet(config) : List.of();
        if (!unmet.isEmpty()) {
            throw new IllegalStateException(
                    "wheelwright.staff.enabled needs more than is set: " + String.join("; ", unmet));
        }
    }

    /** What is missing. */
    static List<String> unmet(StaffConfig config) {
        List<String> unmet = new ArrayList<>();
        if (config.issuer().filter(PublicUrl::isSafe).isEmpty()) {
            unmet.add("set wheelwright.staff.issuer to the https:// address of the provider");
        }
        if (config.audience().orElse(Set.of()).isEmpty()) {
            unmet.add(
                    "set wheelwright.staff.audience to what the provider's tokens for this hub say in aud: any other token"
                            + " of the provider would be taken, too");
        }
        if (config.admins().orElse(Set.of()).isEmpty()
                && config.viewers().orElse(Set.of()).isEmpty()) {
            unmet.add("set wheelwright.staff.admins, or viewers, to values of the claim " + config.roleClaim());
        }
        return unmet;
    }
}
