package io.wheelwright.account;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** On a hub that is not hosted, nobody has an account: the routes of accounts are not there, whoever calls. */
@ApplicationScoped
class HostedRoutes {

    static final String NO_ACCOUNTS = "This hub has no accounts: wheelwright.hosted.enabled switches them on.";

    private static final Pattern ROUTES =
            Pattern.compile("/?api/v1/(signup|signups|verify-email|login|logout|refresh|me|password-reset|invitations"
                    + "|waitlist|invitation-codes|organizations/[^/]+/(members|invitations|tokens))(/.*)?");

    private final boolean enabled;

    HostedRoutes(WheelwrightConfig config) {
        this.enabled = config.hosted().enabled();
    }

    @ServerRequestFilter(preMatching = true)
    void refuse(UriInfo uri) {
        if (!enabled && isHosted(uri.getPath())) {
            throw Problem.of(ProblemType.NOT_FOUND, NO_ACCOUNTS);
        }
    }

    static boolean isHosted(String path) {
        return ROUTES.matcher(path).matches();
    }
}
