package io.wheelwright.account;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.account.SignupConfig.Posture;
import io.wheelwright.account.SignupConfig.Provider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** What the posture of a hosted hub, and its challenge, cannot do without. It does not start before it has all of it. */
@ApplicationScoped
class PostureNeeds {

    private final SignupConfig config;
    private final boolean hosted;

    PostureNeeds(SignupConfig config, WheelwrightConfig hub) {
        this.config = config;
        this.hosted = hub.hosted().enabled();
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = hosted ? unmet(config) : List.of();
        if (!unmet.isEmpty()) {
            throw new IllegalStateException("wheelwright.signup needs more than is set: " + String.join("; ", unmet));
        }
    }

    /** What is missing. */
    static List<String> unmet(SignupConfig config) {
        List<String> unmet = new ArrayList<>();
        if (config.posture() == Posture.WAITLIST
                && config.page()
                        .filter(page -> PublicUrl.isSafe(page) && page.getFragment() == null)
                        .isEmpty()) {
            unmet.add(
                    "set wheelwright.signup.page to the https:// address of the page on which people sign up, without a"
                            + " part behind #: the mail of an admission leads there");
        }
        if (config.challenge().provider() == Provider.VERIFY_URL) {
            if (config.challenge().url().filter(PublicUrl::isSafe).isEmpty()) {
                unmet.add("set wheelwright.signup.challenge.url to the https:// address at which the provider verifies"
                        + " answers");
            }
            if (config.challenge().secret().filter(secret -> !secret.isBlank()).isEmpty()) {
                unmet.add("set wheelwright.signup.challenge.secret to the secret that the provider has given you");
            }
        }
        return unmet;
    }
}
