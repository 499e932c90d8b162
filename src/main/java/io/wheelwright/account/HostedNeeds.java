package io.wheelwright.account;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a hosted hub cannot do without. It does not start before it has all of it, and says what to set. */
@ApplicationScoped
class HostedNeeds {

    private final WheelwrightConfig config;
    private final String mailServer;
    private final boolean mailsAreKept;
    private final boolean believesHeaders;
    private final Instance<Passwords> passwords;

    HostedNeeds(
            WheelwrightConfig config,
            Instance<Passwords> passwords,
            @ConfigProperty(name = "quarkus.mailer.host", defaultValue = "localhost") String mailServer,
            @ConfigProperty(name = "quarkus.mailer.mock", defaultValue = "false") boolean mailsAreKept,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean believesHeaders) {
        this.config = config;
        this.passwords = passwords;
        this.mailServer = mailServer;
        this.mailsAreKept = mailsAreKept;
        this.believesHeaders = believesHeaders;
    }

    /**
     * What is set.
     *
     * @param mailServer empty where mails go nowhere on purpose
     * @param proxies whether it is said which proxies there are, or that there are none
     * @param believesHeaders whether the server takes the client's address from what a client can write
     */
    record Settings(Optional<URI> publicUrl, Optional<String> mailServer, boolean proxies, boolean believesHeaders) {}

    void check(@Observes StartupEvent start) {
        List<String> unmet = config.hosted().enabled() ? unmet(settings()) : List.of();
        if (!unmet.isEmpty()) {
            throw new IllegalStateException(
                    "wheelwright.hosted.enabled needs more than is set: " + String.join("; ", unmet));
        }
        if (config.hosted().enabled()) {
            loadLibrary();
        }
    }

    /** Now, and not at the first signup: it is unpacked and loaded when the first hash is made. */
    private void loadLibrary() {
        try {
            passwords.get();
        } catch (LinkageError missing) {
            throw new IllegalStateException(
                    "wheelwright.hosted.enabled needs the native library of Argon2: give the hub a Linux with glibc, and a"
                            + " folder for temporary files (java.io.tmpdir) from which programs may be run",
                    missing);
        }
    }

    /** What is missing. */
    static List<String> unmet(Settings settings) {
        List<String> unmet = new ArrayList<>();
        if (settings.publicUrl().isEmpty()) {
            unmet.add("set wheelwright.public-url to the address at which customers reach the hub");
        } else if (!PublicUrl.isSafe(settings.publicUrl().get())) {
            unmet.add("let wheelwright.public-url begin with https://: passwords are sent there");
        }
        if (settings.mailServer().filter("localhost"::equals).isPresent()) {
            unmet.add("set quarkus.mailer.host to the mail server");
        }
        if (!settings.proxies()) {
            unmet.add(
                    "set wheelwright.limits.trusted-proxies to the addresses of the proxies before the hub, or to none:"
                            + " limits count by where a call comes from");
        }
        if (settings.believesHeaders()) {
            unmet.add("leave quarkus.http.proxy.proxy-address-forwarding off: it believes what any client writes; set"
                    + " wheelwright.limits.trusted-proxies");
        }
        return unmet;
    }

    private Settings settings() {
        return new Settings(
                config.publicUrl(),
                mailsAreKept ? Optional.empty() : Optional.of(mailServer),
                config.limits().trustedProxies().isPresent(),
                believesHeaders);
    }
}
