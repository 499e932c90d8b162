package io.wheelwright.account;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a hosted hub cannot do without. It does not start before it has all of it, and says what to set. */
@ApplicationScoped
class HostedNeeds {

    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final WheelwrightConfig config;
    private final String mailServer;
    private final boolean mailsAreKept;

    HostedNeeds(
            WheelwrightConfig config,
            @ConfigProperty(name = "quarkus.mailer.host", defaultValue = "localhost") String mailServer,
            @ConfigProperty(name = "quarkus.mailer.mock", defaultValue = "false") boolean mailsAreKept) {
        this.config = config;
        this.mailServer = mailServer;
        this.mailsAreKept = mailsAreKept;
    }

    void check(@Observes StartupEvent start) {
        List<String> unmet = config.hosted().enabled()
                ? unmet(config.publicUrl(), mailsAreKept ? Optional.empty() : Optional.of(mailServer))
                : List.of();
        if (!unmet.isEmpty()) {
            throw new IllegalStateException(
                    "wheelwright.hosted.enabled needs more than is set: " + String.join("; ", unmet));
        }
    }

    /**
     * What is missing.
     *
     * @param mailServer empty where mails go nowhere on purpose
     */
    static List<String> unmet(Optional<URI> publicUrl, Optional<String> mailServer) {
        List<String> unmet = new ArrayList<>();
        if (publicUrl.isEmpty()) {
            unmet.add("set wheelwright.public-url to the address at which customers reach the hub");
        } else if (!isSafe(publicUrl.get())) {
            unmet.add("let wheelwright.public-url begin with https://: passwords are sent there");
        }
        if (mailServer.filter("localhost"::equals).isPresent()) {
            unmet.add("set quarkus.mailer.host to the mail server");
        }
        return unmet;
    }

    private static boolean isSafe(URI url) {
        return "https".equals(url.getScheme()) || url.getHost() != null && OWN_MACHINE.contains(url.getHost());
    }
}
