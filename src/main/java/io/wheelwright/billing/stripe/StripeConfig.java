package io.wheelwright.billing.stripe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wheelwright.BrakeLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The account at Stripe. Without a key and a secret there is none, and its routes are not there. */
@ConfigMapping(prefix = "wheelwright.stripe")
interface StripeConfig {

    /** Secret or restricted key of the account; better in a file. */
    Optional<String> apiKey();

    /** File that holds the key. */
    Optional<Path> apiKeyFile();

    /** Signing secrets of the webhook endpoint, the newest first; better in a file. */
    Optional<List<String>> webhookSecrets();

    /** File that holds the signing secrets, one a line, the newest first. */
    Optional<Path> webhookSecretsFile();

    /** Whether real money moves. Key and events must say the same. */
    @WithDefault("false")
    boolean live();

    /** How far the time of a delivery may be from the hub's, either way. */
    @WithDefault("PT5M")
    Duration tolerance();

    /** How often the events of Stripe are listed, beside what it sends. */
    @WithDefault("PT5M")
    Duration eventsEvery();

    /** Where Stripe is, in place of its own address; in test mode only. */
    Optional<URI> apiBase();

    /** What stops a wave of suspensions. */
    BrakeLimits brake();
}
