package io.wheelwright.account;

import io.quarkus.qute.Engine;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.EarlyProblem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The pages that the links of mails lead to. The token stands in the fragment of the address, which no browser sends: the
 * page's script sends it with the password. Nothing but the hub's own files is loaded or run there.
 */
@ApplicationScoped
class AccountPages {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Engine templates;
    private final String brand;
    private final boolean enabled;

    AccountPages(Engine templates, WheelwrightConfig config) {
        this.templates = templates;
        this.brand = config.brand();
        this.enabled = config.hosted().enabled();
    }

    void register(@Observes Router router) {
        serve(router, "/verify-email", "text/html", page("verify-email.html"));
        serve(router, "/reset-password", "text/html", page("reset-password.html"));
        serve(router, "/accept-invitation", "text/html", page("accept-invitation.html"));
        serve(router, "/account.css", "text/css", file("account.css"));
        serve(router, "/account.js", "text/javascript", file("account.js"));
    }

    private void serve(Router router, String path, String type, String content) {
        router.get(path).handler(request -> {
            if (enabled) {
                answer(request.response(), type, content);
            } else {
                refuse(request);
            }
        });
    }

    private static void answer(HttpServerResponse response, String type, String content) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type + ";charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .end(content);
    }

    private static void refuse(RoutingContext request) {
        EarlyProblem.answer(request, ProblemType.NOT_FOUND, HostedRoutes.NO_ACCOUNTS);
    }

    private String page(String name) {
        return templates.getTemplate("pages/" + name).data("brand", brand).render();
    }

    private static String file(String name) {
        try (InputStream file = AccountPages.class.getResourceAsStream("/pages/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
