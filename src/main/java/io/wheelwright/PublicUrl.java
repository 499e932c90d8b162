package io.wheelwright;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Where people reach the hub: what links in mails begin with. */
@ApplicationScoped
public class PublicUrl {

    private final URI home;

    PublicUrl(WheelwrightConfig config) {
        home = config.publicUrl().orElse(config.url());
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
