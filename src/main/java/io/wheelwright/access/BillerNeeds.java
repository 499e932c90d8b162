package io.wheelwright.access;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a hub with a biller of its own cannot do without. It does not start before it has all of it. */
@ApplicationScoped
class BillerNeeds {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Who writes by hand, and the biller that the hub has itself. */
    private static final Set<String> TAKEN = Set.of("manual", "stripe");

    private final BillerConfig config;
    private final Optional<String> adminHash;

    BillerNeeds(BillerConfig config, WheelwrightConfig hub) {
        this.config = config;
        this.adminHash = hub.admin().tokenSha256();
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = unmet(config.tokenSha256(), config.source(), adminHash);
        if (!unmet.isEmpty()) {
            throw new IllegalStateException("wheelwright.biller needs other settings: " + String.join("; ", unmet));
        }
    }

    /** What is missing. */
    static List<String> unmet(Optional<String> hash, Optional<String> source, Optional<String> adminHash) {
        List<String> unmet = new ArrayList<>();
        if (hash.isEmpty()) {
            return unmet;
        }
        if (!HASH.matcher(hash.get()).matches()) {
            unmet.add("set wheelwright.biller.token-sha256 to the SHA-256 of its token in lowercase hexadecimal");
        }
        if (hash.equals(adminHash)) {
            unmet.add("give the biller a token of its own: that of wheelwright.admin.token-sha256 may do everything");
        }
        if (source.filter(name -> NAME.matcher(name).matches() && !TAKEN.contains(name))
                .isEmpty()) {
            unmet.add("set wheelwright.biller.source to the name of the biller, such as erp, and not manual or stripe:"
                    + " lowercase letters, digits and dashes");
        }
        return unmet;
    }
}
