package io.wheelwright;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;

/** Where people reach the hub: what links in mails begin with. */
@ApplicationScoped
public class PublicUrl {

    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI home;

    PublicUrl(WheelwrightConfig config) {
        home = config.publicUrl().orElse(config.url());
    }

    /** Whether secrets may travel there: with https, or on this machine. */
    public static boolean isSafe(URI url) {
        return "https".equals(url.getScheme()) || url.getHost() != null && OWN_MACHINE.contains(url.getHost());
    }

    public URI home() {
        return home;
    }

    /**
     * A page of the hub.
     *
     * @param page path and query, encoded
     */
    public String of(String page) {
        return home.toString().replaceAll("/+$", "") + page;
    }
}
