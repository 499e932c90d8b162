package io.wheelwright.access;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The people who run the platform, and the OpenID Connect provider that they log in with. */
@ConfigMapping(prefix = "wheelwright.staff")
interface StaffConfig {

    /** Whether there is a provider. */
    boolean enabled();

    /** Its issuer, under which its configuration is found (OpenID Connect Discovery). */
    Optional<URI> issuer();

    /** For whom its tokens have to be; one of these is enough. */
    Optional<Set<String>> audience();

    /** Where in a token the roles or groups of its holder are; the parts of the path are apart by slashes. */
    String roleClaim();

    /** Values there that make somebody an admin of the platform. */
    Optional<Set<String>> admins();

    /** Values there that make somebody a viewer. */
    Optional<Set<String>> viewers();
}
