package io.wheelwright.access;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a hub whose staff logs in cannot do without. It does not start before it has all of it, and says what to set. */
@ApplicationScoped
class StaffNeeds {

    private final StaffConfig config;
    private final WheelwrightConfig.Admin token;

    StaffNeeds(StaffConfig config, WheelwrightConfig hub) {
        this.config = config;
        this.token = hub.admin();
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = config.enabled() ? unmet(config, token) : List.of();
        if (!unmet.isEmpty()) {
            throw new IllegalStateException(
                    "wheelwright.staff.enabled needs more than is set: " + String.join("; ", unmet));
        }
        Log.infof("Who may administer the hub: %s", String.join(", ", waysIn(config, token)));
    }

    /** Who may change everything, for people. */
    static List<String> waysIn(StaffConfig config, WheelwrightConfig.Admin token) {
        List<String> ways = new ArrayList<>();
        if (config.enabled() && !config.admins().orElse(Set.of()).isEmpty()) {
            ways.add("people with a value of wheelwright.staff.admins");
        }
        if (token.tokenSha256().isPresent() && token.tokenEnabled().orElse(!config.enabled())) {
            ways.add("who has the administrator's token");
        }
        return ways.isEmpty() ? List.of("nobody") : ways;
    }

    /** What is missing. */
    static List<String> unmet(StaffConfig config, WheelwrightConfig.Admin token) {
        List<String> unmet = new ArrayList<>();
        if (config.issuer().filter(PublicUrl::isSafe).isEmpty()) {
            unmet.add("set wheelwright.staff.issuer to the https:// address of the provider");
        }
        if (config.audience().orElse(Set.of()).isEmpty()) {
            unmet.add(
                    "set wheelwright.staff.audience to what the provider's tokens for this hub say in aud: any other token"
                            + " of the provider would be taken, too");
        }
        boolean admins = !config.admins().orElse(Set.of()).isEmpty();
        if (!admins && config.viewers().orElse(Set.of()).isEmpty()) {
            unmet.add("set wheelwright.staff.admins, or viewers, to values of the claim " + config.roleClaim());
        } else if (!admins
                && (token.tokenSha256().isEmpty() || !token.tokenEnabled().orElse(false))) {
            unmet.add("set wheelwright.staff.admins, or keep the administrator's token with"
                    + " wheelwright.admin.token-enabled=true and token-sha256: viewers alone can change nothing");
        }
        return unmet;
    }
}
