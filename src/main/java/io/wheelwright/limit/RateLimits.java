package io.wheelwright.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Ends requests of those who come too often. */
@Startup
@ApplicationScoped
public class RateLimits {

    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";

    private final Buckets buckets;
    private final Refusals refusals;
    private final ClientPlace places;
    private final MeterRegistry registry;

    RateLimits(Buckets buckets, Refusals refusals, ClientPlace places, MeterRegistry registry) {
        this.buckets = buckets;
        this.refusals = refusals;
        this.places = places;
        this.registry = registry;
        Arrays.stream(RateLimit.values()).forEach(this::counter);
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
        takeAnywhere(limit, request, place(request) + "\n" + subject);
    }

    /**
     * Counts a request that has a mail sent: first against the place that it comes from, so that who is refused there uses
     * up nothing of anybody's mailbox. The answer tells what is left of the place, unless the mailbox is what refuses.
     *
     * @param byPlace what is counted of the place
     * @param mailbox where the mail goes
     */
    public void takeMail(RateLimit byPlace, HttpServerRequest request, String mailbox) {
        take(byPlace, request, "");
        takeMailbox(request, mailbox);
    }

    /** Counts against the mailbox alone, after whoever has the mail sent was counted. */
    public void takeMailbox(HttpServerRequest request, String mailbox) {
        Allowance left = count(RateLimit.MAILBOX, place(request) + "\n" + mailbox);
        if (!left.granted()) {
            refuse(left, request);
        }
    }

    /** The same for a subject that is counted wherever it comes from. */
    public void takeAnywhere(RateLimit limit, HttpServerRequest request, String subject) {
        Allowance allowance = count(limit, subject);
        if (!allowance.granted()) {
            refuse(allowance, request);
        }
        show(allowance, request.response());
    }

    /** Counts somebody who is not known to be refused anyway. */
    Allowance count(RateLimit limit, String who) {
        return refused(limit, who).orElseGet(() -> ask(limit, who));
    }

    /** What somebody is answered of whom it is known, without the database, that the limit is used up. */
    Optional<Allowance> refused(RateLimit limit, String who) {
        Optional<Allowance> refused = refusals.of(limit, who);
        refused.ifPresent(allowance -> counter(limit).increment());
        return refused;
    }

    /**
     * What ends the request of somebody whom the caller counts itself.
     *
     * @param detail what the answer says
     * @param wait how long until it is worth another try
     */
    public HttpProblem refusal(RateLimit limit, String detail, Duration wait) {
        counter(limit).increment();
        Allowance none = new Allowance(limit, false, buckets.most(limit), 0, wait);
        return HttpProblem.builder(Problem.tooMany(detail, wait))
                .withHeader(POLICY, none.policy())
                .withHeader(STATE, none.state())
                .build();
    }

    /** What a member is answered who has called too often. */
    Allowance hasty(Duration wait) {
        counter(RateLimit.MEMBER).increment();
        return new Allowance(RateLimit.MEMBER, false, buckets.most(RateLimit.MEMBER), 0, wait);
    }

    static void show(Allowance allowance, HttpServerResponse response) {
        response.putHeader(POLICY, allowance.policy()).putHeader(STATE, allowance.state());
    }

    private static void refuse(Allowance allowance, HttpServerRequest request) {
        show(allowance, request.response());
        throw Problem.tooMany(
                "That was often enough for now: try again in " + allowance.resetSeconds() + " s.", allowance.reset());
    }

    private Allowance ask(RateLimit limit, String who) {
        Allowance allowance = buckets.take(limit, who);
        if (!allowance.granted()) {
            refusals.remember(allowance, who);
            counter(limit).increment();
        }
        return allowance;
    }

    private Counter counter(RateLimit limit) {
        return Counter.builder("wheelwright.rate.limit.refusals")
                .description("Requests that were refused because their caller came too often.")
                .tag("limit", limit.slug())
                .register(registry);
    }
}
