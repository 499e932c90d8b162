package io.wheelwright.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request comes from a page of the hub itself. The instances of customers may be of the same site as the hub,
 * so that browsers send the hub's cookies along with what these instances' pages ask for: a cookie alone proves nothing.
 */
@ApplicationScoped
public class OwnPages {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final String origin;

    OwnPages(PublicUrl url) {
        this.origin = origin(url.home());
    }

    /** Whether the browser says so; no script can make it say so. */
    public boolean sent(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null ? origin.equals(request.getHeader("Origin")) : site.equals("same-origin");
    }

    /** Whether a cookie may say who sends the request. */
    boolean mayUseCookies(HttpServerRequest request) {
        return READING.contains(request.method()) || sent(request);
    }

    /** As browsers write it (RFC 6454): without the port where that is the usual one. */
    static String origin(URI home) {
        String scheme = home.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String port = home.getPort() == -1 || home.getPort() == usual ? "" : ":" + home.getPort();
        return scheme + "://" + home.getHost().toLowerCase(Locale.ROOT) + port;
    }
}
