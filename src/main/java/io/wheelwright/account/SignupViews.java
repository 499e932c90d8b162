package io.wheelwright.account;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.SubscriptionView;
import io.wheelwright.billing.Subscriptions;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.operation.FirstDeployments;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Shows what signups have led to. */
@ApplicationScoped
class SignupViews {

    private static final String ON_ITS_WAY = "provisioning";

    private final Offers offers;
    private final Subscriptions subscriptions;
    private final Fleet fleet;
    private final FirstDeployments deployments;
    private final Clock clock;

    SignupViews(Offers offers, Subscriptions subscriptions, Fleet fleet, FirstDeployments deployments, Clock clock) {
        this.offers = offers;
        this.subscriptions = subscriptions;
        this.fleet = fleet;
        this.deployments = deployments;
        this.clock = clock;
    }

    /** Where it is shown what a signup has led to. */
    static String path(SignupEntity signup) {
        return "/hub/api/v1/signups/" + signup.id;
    }

    /** The signup was completed before. */
    SignupView of(SignupEntity signup) {
        return of(signup, null);
    }

    /** The same with what to do now. */
    SignupView of(SignupEntity signup, String message) {
        Optional<SpokeView> spoke = fleet.find(signup.spokeId);
        return of(signup, spoke, status(spoke), message);
    }

    /** The signup is completed by this very request: nothing of it can have failed. */
    SignupView begun(SignupEntity signup) {
        return of(signup, fleet.find(signup.spokeId), ON_ITS_WAY, null);
    }

    private SignupView of(SignupEntity signup, Optional<SpokeView> spoke, String status, String message) {
        Optional<SubscriptionView> subscription = subscriptions.begun(signup.subscription());
        return new SignupView(
                signup.orgId,
                signup.organizationName,
                signup.spokeId,
                spoke.map(SpokeView::url).orElse(null),
                subscription.map(this::subscription).orElse(null),
                subscription.flatMap(this::grant).orElse(null),
                new ProgressView(signup.id, status, path(signup)),
                message);
    }

    private TrialView subscription(SubscriptionView begun) {
        Instant end = begun.trialEndsAt();
        Duration left = end == null ? Duration.ZERO : Duration.between(clock.instant(), end);
        long days = Math.max(0, left.plusHours(23).toDays());
        return new TrialView(begun.productId(), begun.plan(), begun.state(), end, days);
    }

    /** What the plan as it is today grants to a subscription that is in this state. */
    private Optional<GrantView> grant(SubscriptionView begun) {
        return offers.former(begun.productId(), begun.plan()).map(offer -> {
            Entitlement entitlement = Entitlement.of(facts(begun), offer.plan(), null, clock.instant());
            return new GrantView(
                    entitlement.access().name(), Json.tree(entitlement.limits()), Json.tree(entitlement.features()));
        });
    }

    private static BillingFacts facts(SubscriptionView begun) {
        BillingState state = Arrays.stream(BillingState.values())
                .filter(known -> known.name().equals(begun.state()))
                .findFirst()
                .orElse(null);
        return BillingFactsBuilder.builder()
                .source(begun.source())
                .state(state)
                .plan(begun.plan())
                .currentPeriodEnd(begun.currentPeriodEnd())
                .trialEndsAt(begun.trialEndsAt())
                .build();
    }

    private String status(Optional<SpokeView> spoke) {
        boolean failed = spoke.filter(seen -> seen.status().equals(ON_ITS_WAY))
                .filter(seen -> deployments.hasFailed(seen.spokeId()))
                .isPresent();
        return failed ? "failed" : spoke.map(SpokeView::status).orElse("decommissioned");
    }
}
