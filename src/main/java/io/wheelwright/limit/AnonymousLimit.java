package io.wheelwright.limit;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.access.Pace;
import io.wheelwright.access.Role;
import io.wheelwright.problem.EarlyProblem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Counts the calls of those whom the hub does not know, before anything else is done for them, and refuses members who
 * call too often. Only a few are counted at
 * a time, and the others let through: what protects the database must not keep it from whom it is for.
 */
@ApplicationScoped
class AnonymousLimit {

    /** Behind authentication (200), which then can tell who calls, and before authorization (100). */
    private static final int ONCE_IT_CAN_BE_ASKED_WHO_CALLS = 140;

    private static final int COUNTED_AT_ONCE = 4;
    private static final String STRANGER =
            "The hub does not know who calls, and that was often enough for now: log in, or";

    /** Routes are found without them, so that a path could look like another one here. */
    private static final char MATRIX_PARAMETERS = ';';

    /** Stripe sends many events from a few places; what is signed by nobody ends before the database is asked. */
    private static final Pattern COUNTED =
            Pattern.compile("/hub/api/(?!v1/(licenses/(jwks|public-key)|billing/webhook)$).*");

    /** Here it is for nothing that somebody is known: an account is free, and others are guessed at from it. */
    private static final Pattern FOR_STRANGERS =
            Pattern.compile("/hub/api/v1/(signup|waitlist|login|verify-email|password-reset|invitations)(/.*)?");

    /** What those who have an account, or wait for one, call again and again is counted when it fails. */
    private static final Pattern REPEATED = Pattern.compile("/hub/api/v1/(refresh|signups/.*)");

    private final RateLimits limits;
    private final IdentityProviderManager providers;
    private final Semaphore turns = new Semaphore(COUNTED_AT_ONCE);

    AnonymousLimit(RateLimits limits, IdentityProviderManager providers) {
        this.limits = limits;
        this.providers = providers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::look, ONCE_IT_CAN_BE_ASKED_WHO_CALLS);
    }

    private void look(RoutingContext request) {
        if (request.request().path().indexOf(MATRIX_PARAMETERS) >= 0) {
            EarlyProblem.answer(request, ProblemType.NOT_FOUND, "No path of the hub has a semicolon in it.");
            return;
        }
        if (!COUNTED.matcher(request.normalizedPath()).matches()) {
            request.next();
            return;
        }
        request.request().pause();
        Context context = Vertx.currentContext();
        QuarkusHttpUser.getSecurityIdentity(request, providers)
                .subscribe()
                .with(
                        caller -> context.runOnContext(then -> decide(request, caller)),
                        unclear -> context.runOnContext(then -> decide(request, false)));
    }

    private void decide(RoutingContext request, SecurityIdentity caller) {
        Duration wait = caller.getAttribute(Pace.WAIT);
        if (wait == null) {
            decide(request, isKnown(request, caller));
        } else {
            refuse(request, limits.hasty(wait), "You call too often:");
        }
    }

    private static boolean isKnown(RoutingContext request, SecurityIdentity caller) {
        return FOR_STRANGERS.matcher(request.normalizedPath()).matches()
                ? caller.hasRole(Role.ADMIN)
                : !caller.isAnonymous();
    }

    private void decide(RoutingContext request, boolean known) {
        if (known) {
            letThrough(request);
            return;
        }
        String place = limits.place(request.request());
        Optional<Allowance> refused = limits.refused(RateLimit.ANONYMOUS, place);
        if (refused.isPresent()) {
            refuse(request, refused.get(), STRANGER);
        } else if (REPEATED.matcher(request.normalizedPath()).matches()) {
            request.addEndHandler(ended -> countFailure(request, place));
            letThrough(request);
        } else if (turns.tryAcquire()) {
            count(request, place);
        } else {
            letThrough(request);
        }
    }

    private void count(RoutingContext request, String place) {
        request.vertx()
                .executeBlocking(() -> limits.count(RateLimit.ANONYMOUS, place), false)
                .onComplete(counted -> {
                    turns.release();
                    // Without a database nothing can be counted; what needs one says so itself.
                    if (counted.succeeded()) {
                        RateLimits.show(counted.result(), request.response());
                    }
                    if (counted.succeeded() && !counted.result().granted()) {
                        refuse(request, counted.result(), STRANGER);
                    } else {
                        letThrough(request);
                    }
                });
    }

    private void countFailure(RoutingContext request, String place) {
        if (request.response().getStatusCode() >= 400 && turns.tryAcquire()) {
            request.vertx()
                    .executeBlocking(() -> limits.count(RateLimit.ANONYMOUS, place), false)
                    .onComplete(counted -> turns.release());
        }
    }

    private static void letThrough(RoutingContext request) {
        request.request().resume();
        request.next();
    }

    private static void refuse(RoutingContext request, Allowance allowance, String who) {
        request.request().resume();
        long seconds = allowance.resetSeconds();
        RateLimits.show(allowance, request.response());
        request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        EarlyProblem.answer(request, ProblemType.TOO_MANY_REQUESTS, who + " try again in " + seconds + " s.");
    }
}
