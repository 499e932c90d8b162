package io.wheelwright.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;

/** Ends requests of those who come too often. */
@Startup
@ApplicationScoped
public class RateLimits {

    private final Buckets buckets;
    private final ClientPlace places;
    private final MeterRegistry registry;

    RateLimits(Buckets buckets, ClientPlace places, MeterRegistry registry) {
        this.buckets = buckets;
        this.places = places;
        this.registry = registry;
        Arrays.stream(RateLimit.values()).forEach(this::refusals);
    }

    /** From where the request comes. */
    public String place(HttpServerRequest request) {
        return places.of(request);
    }

    /**
     * Counts the request; ends it when the limit is used up. The answer says what is left.
     *
     * @param subject who is counted, beside the place
     */
    public void take(RateLimit limit, HttpServerRequest request, String subject) {
        Allowance allowance = count(limit, request, subject);
        if (!allowance.granted()) {
            throw Problem.tooMany(
                    "That was often enough for now: try again in " + allowance.resetSeconds() + " s.",
                    allowance.reset());
        }
    }

    Allowance count(RateLimit limit, HttpServerRequest request, String subject) {
        Allowance allowance = buckets.take(limit, places.of(request) + "\n" + subject);
        request.response().putHeader("RateLimit-Policy", allowance.policy()).putHeader("RateLimit", allowance.state());
        if (!allowance.granted()) {
            refusals(limit).increment();
        }
        return allowance;
    }

    private Counter refusals(RateLimit limit) {
        return Counter.builder("wheelwright.rate.limit.refusals")
                .description("Requests that were refused because their caller came too often.")
                .tag("limit", limit.slug())
                .register(registry);
    }
}
