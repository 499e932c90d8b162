package io.wheelwright.billing.stripe;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The account at Stripe as it is set. A hub whose settings contradict each other does not start, and says what to change. */
@ApplicationScoped
public class StripeAccount {

    private static final String SECRET = "whsec_";

    private final Settings settings;
    private final Duration tolerance;
    private final Duration eventsEvery;

    StripeAccount(StripeConfig config) {
        this.settings = new Settings(
                config.apiKeyFile().map(StripeAccount::read).or(config::apiKey).map(String::strip),
                config
                        .webhookSecretsFile()
                        .map(file -> read(file).lines().toList())
                        .or(config::webhookSecrets)
                        .orElse(List.of())
                        .stream()
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .toList(),
                config.live(),
                config.apiBase());
        this.tolerance = config.tolerance();
        this.eventsEvery = config.eventsEvery();
    }

    /**
     * What is set.
     *
     * @param secrets the newest first
     * @param base in place of Stripe's own address
     */
    record Settings(Optional<String> key, List<String> secrets, boolean live, Optional<URI> base) {

        @Override
        public String toString() {
            return "***";
        }
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = unmet(settings);
        if (!unmet.isEmpty()) {
            throw new IllegalStateException("wheelwright.stripe is not set as a whole: " + String.join("; ", unmet));
        }
    }

    /** What contradicts; nothing where nothing is set. */
    static List<String> unmet(Settings settings) {
        List<String> unmet = new ArrayList<>();
        if (settings.key().isEmpty() != settings.secrets().isEmpty()) {
            unmet.add("set both the API key and the signing secrets of the webhook endpoint, or neither");
        }
        String mode = settings.live() ? "live" : "test";
        if (settings.key()
                .filter(key -> !key.matches("(?s)(sk|rk)_" + mode + "_.+"))
                .isPresent()) {
            unmet.add("the API key must begin with sk_%1$s_ or rk_%1$s_, for wheelwright.stripe.live is %2$s"
                    .formatted(mode, settings.live()));
        }
        if (settings.secrets().stream()
                .anyMatch(secret -> secret.length() <= SECRET.length() || !secret.startsWith(SECRET))) {
            unmet.add("each signing secret must begin with " + SECRET);
        }
        if (settings.live() && settings.base().isPresent()) {
            unmet.add("leave wheelwright.stripe.api-base out in live mode: the key belongs to nobody but Stripe");
        }
        return unmet;
    }

    /** Whether there is an account at all. */
    public boolean isConfigured() {
        return settings.key().isPresent() && !settings.secrets().isEmpty();
    }

    public boolean isLive() {
        return settings.live();
    }

    Duration tolerance() {
        return tolerance;
    }

    /** How often its events are listed. */
    Duration eventsEvery() {
        return eventsEvery;
    }

    List<String> secrets() {
        return settings.secrets();
    }

    String key() {
        return settings.key().orElseThrow();
    }

    Optional<URI> base() {
        return settings.base();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("The file " + file + " that wheelwright.stripe names cannot be read.", e);
        }
    }
}
