package io.wheelwright.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;

/**
 * What every answer tells browsers and what is on the way, whoever gives it: nothing is kept, guessed, framed, loaded or
 * told on. Who means something else, such as a page that loads its own files, says that instead.
 */
@ApplicationScoped
class SecurityHeaders {

    /** Before everything that may answer. */
    private static final int FIRST = 600;

    private static final Duration BY_HTTPS_ALONE = Duration.ofDays(365);

    private final MultiMap headers;

    SecurityHeaders(PublicUrl url) {
        this.headers = headers(url.home());
    }

    void register(@Observes Filters filters) {
        filters.register(this::mark, FIRST);
    }

    private void mark(RoutingContext request) {
        request.addHeadersEndHandler(sent -> fill(request.response().headers()));
        request.next();
    }

    private void fill(MultiMap answer) {
        headers.forEach(header -> {
            if (!answer.contains(header.getKey())) {
                answer.set(header.getKey(), header.getValue());
            }
        });
    }

    /** Other hosts of the hub's domain are not the hub's to speak for. */
    static MultiMap headers(URI home) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add(HttpHeaders.CACHE_CONTROL, "no-store")
                .add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .add("Referrer-Policy", "no-referrer")
                .add("X-Content-Type-Options", "nosniff");
        return "https".equalsIgnoreCase(home.getScheme())
                ? headers.add("Strict-Transport-Security", "max-age=" + BY_HTTPS_ALONE.toSeconds())
                : headers;
    }
}
