package io.wheelwright.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Who may sign up at a hosted hub, and what shows that it is a person. */
@ConfigMapping(prefix = "wheelwright.signup")
interface SignupConfig {

    /** Who is let in. */
    @WithDefault("open")
    Posture posture();

    /** The page on which people sign up, where the mail of an admission leads; needed with a waiting list. */
    Optional<URI> page();

    /** How long somebody who was admitted may sign up. */
    @WithDefault("P14D")
    Duration admissionTime();

    /** What somebody who signs up has to solve. */
    ChallengeConfig challenge();

    /** Who is let in. */
    enum Posture {
        /** Everybody. */
        OPEN,
        /** Whom an administrator admits from the waiting list, and whoever has an invitation code. */
        WAITLIST,
        /** Whoever has an invitation code. */
        PRIVATE_BETA
    }

    /** A provider of challenges. */
    interface ChallengeConfig {

        /** Which kind it is of. */
        @WithDefault("none")
        Provider provider();

        /** Where an answer is verified. */
        Optional<URI> url();

        /** By which the provider knows this hub. */
        Optional<String> secret();

        /** Longest time that a verification may take. */
        @WithDefault("PT3S")
        Duration timeout();

        /** Whether people may sign up while the provider cannot be asked. */
        @WithDefault("closed")
        WhenAway whenAway();
    }

    /** Kinds of providers. */
    enum Provider {
        /** Nobody has to solve anything. */
        NONE,
        /** One that is asked by a POST with {@code secret} and {@code response}. */
        VERIFY_URL
    }

    /** What becomes of signups while the provider cannot be asked. */
    enum WhenAway {
        /** They are refused. */
        CLOSED,
        /** They are let through. */
        OPEN
    }
}
