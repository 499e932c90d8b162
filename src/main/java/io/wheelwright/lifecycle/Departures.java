package io.wheelwright.lifecycle;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.Terms;
import io.wheelwright.billing.payment.StripeDeparture;
import io.wheelwright.billing.payment.StripeDepartureView;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.license.Revocations;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Lets customers go: the subscription ends, the licenses are revoked, and the data is deleted after its time. */
@ApplicationScoped
class Departures {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final OwnOrganization own;
    private final Plans plans;
    private final StripeDeparture stripe;
    private final Revocations revocations;
    private final Audit audit;
    private final Caller caller;
    private final Duration purgeDelay;
    private final Clock clock;

    Departures(
            Customers customers,
            OrganizationBilling billing,
            OwnOrganization own,
            Plans plans,
            StripeDeparture stripe,
            Revocations revocations,
            Audit audit,
            Caller caller,
            WheelwrightConfig config,
            Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.own = own;
        this.plans = plans;
        this.stripe = stripe;
        this.revocations = revocations;
        this.audit = audit;
        this.caller = caller;
        this.purgeDelay = config.deletion().purgeDelay();
        this.clock = clock;
    }

    /** Looks whether the customer can be let go, outside of a transaction, and returns what does it inside of one. */
    Supplier<DeactivationView> prepare(String orgId, DeactivationRequest request) {
        own.spare(orgId);
        Customer customer = customers.known(orgId);
        if (customer.uid() == null) {
            throw Problem.of(ProblemType.CONFLICT, "The organization is still being made: try again in a moment.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<StripeDeparture.Prepared> atStripe = request.cancelsSubscription()
                ? Optional.of(stripe.prepare(customer, request.endsWithPeriod(), request.refund()))
                : Optional.empty();
        Instant last = atStripe.flatMap(StripeDeparture.Prepared::end).orElse(now);
        Optional<Instant> deletion = request.deletesData()
                ? Optional.of(last.plus(Duration.ofDays(days(request, customer, now))))
                : Optional.empty();
        Supplier<Customer> end = billing.prepare(orgId, request.claim(), facts -> ended(facts, deletion, last, now));
        return () -> letGo(
                end.get(), request, now, atStripe.map(prepared -> prepared.ask().get()));
    }

    /** What comes of the calls to Stripe, if there are any; not in a transaction. */
    StripeDepartureView atStripe(UUID call) {
        return stripe.perform(call);
    }

    private DeactivationView letGo(Customer gone, DeactivationRequest request, Instant now, Optional<UUID> atStripe) {
        int revoked = request.endsWithPeriod() ? 0 : revoke(gone, request.reason());
        stripe.closeCheckouts(gone);
        BillingFacts facts = gone.billing();
        DeactivationView view = new DeactivationView(
                gone.orgId(),
                facts.state().name(),
                Standing.of(gone, now).entitlement().access().name(),
                facts.endsAt(),
                facts.deleteAfter(),
                facts.deleteAfter() == null ? null : facts.deleteAfter().plus(purgeDelay),
                revoked,
                atStripe.map(StripeDepartureView::begun).orElse(null),
                gone.legalHold());
        audit.record(
                caller.actor(),
                "deactivate",
                "Organization",
                gone.orgId(),
                null,
                Map.of("reason", request.reason(), "outcome", view));
        return view;
    }

    private int revoke(Customer gone, String reason) {
        List<String> spokes = plans.spokes(gone).stream().map(Tenant::spokeUid).toList();
        return revocations.depart(gone.uid(), gone.orgId(), spokes, reason);
    }

    /**
     * What else the biller has said stays: plan and promises are what the customer comes back to. Who is let go is not spared
     * any more.
     */
    static BillingFacts ended(BillingFacts facts, Optional<Instant> deletion, Instant last, Instant now) {
        if (Stage.hasEnded(facts, now)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The subscription has ended already: change by billing-state what comes of it.");
        }
        if (facts != null && last.isAfter(now)) {
            requirePaid(facts, now);
        }
        BillingFactsBuilder ended = facts == null ? BillingFactsBuilder.builder() : BillingFactsBuilder.builder(facts);
        return ended.state(BillingState.cancelled)
                .endsAt(last)
                .deleteAfter(deletion.orElse(null))
                .hold(
                        facts == null || facts.hold() == null
                                ? null
                                : facts.hold().endedAt(now))
                .build();
    }

    /** What goes on until its period ends is whole until then, whatever Stripe says: that is for who has paid. */
    private static void requirePaid(BillingFacts facts, Instant now) {
        if (facts.state() == BillingState.trialing) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "Nothing is paid in a trial: leave cancel_at_period_end out to end it now, or cancel the subscription"
                            + " with its period, and deactivate when that has ended.");
        }
        Entitlement billed = Entitlement.billed(facts, now);
        if (facts.state() == BillingState.past_due || billed.access() != Access.Full) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The present period is not paid (%s): leave cancel_at_period_end out to end the subscription now."
                            .formatted(billed.reason()));
        }
    }

    private long days(DeactivationRequest request, Customer customer, Instant now) {
        if (request.retentionDays() != null) {
            return request.retentionDays();
        }
        Integer promised = Terms.promised(
                        customer.facts().map(BillingFacts::overrides).orElse(null))
                .retentionDays();
        if (promised != null) {
            return promised;
        }
        boolean trial = customer.facts()
                .filter(facts -> facts.state() == BillingState.trialing || facts.state() == BillingState.trial_grace)
                .isPresent();
        return Retention.days(trial, customer.since(), now, plans.of(customer));
    }
}
