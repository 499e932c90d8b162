package io.wheelwright.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Another system that bills customers, and says over REST how their subscriptions stand. */
@ConfigMapping(prefix = "wheelwright.biller")
interface BillerConfig {

    /** SHA-256 of its token in lowercase hexadecimal; without it there is none. */
    Optional<String> tokenSha256();

    /** What it is called as the source of what it says; it speaks in no other name. */
    Optional<String> source();
}
