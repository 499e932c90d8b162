package io.wheelwright.billing.stripe;

import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Without an account at Stripe its routes are not there, whoever calls. */
@ApplicationScoped
class StripeRoutes {

    private static final Pattern ROUTES = Pattern.compile(
            "/?api/v1/(billing/(webhook|events|brake|doctor|setup|checkout|portal|policies)(/.*)?"
                    + "|subscriptions/[^/]+/(change-plan(/preview)?|cancel|keep|refunds?|disputes|meter-events(/.*)?))");

    private final StripeAccount account;

    StripeRoutes(StripeAccount account) {
        this.account = account;
    }

    @ServerRequestFilter(preMatching = true)
    void refuse(UriInfo uri) {
        if (!account.isConfigured() && ROUTES.matcher(uri.getPath()).matches()) {
            throw Problem.of(
                    ProblemType.NOT_FOUND,
                    "This hub has no account at Stripe: wheelwright.stripe.api-key and webhook-secrets set one.");
        }
    }
}
