package io.wheelwright.account;

import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Shows what signups have led to. */
@ApplicationScoped
class SignupViews {

    private static final String PATH = "/hub/api/v1/signups/";

    private final Offers offers;
    private final Fleet fleet;
    private final int trialDays;
    private final Clock clock;

    SignupViews(Offers offers, Fleet fleet, WheelwrightConfig config, Clock clock) {
        this.offers = offers;
        this.fleet = fleet;
        this.trialDays = config.hosted().trialDays();
        this.clock = clock;
    }

    /** The signup was completed before. */
    SignupView of(SignupEntity signup) {
        Optional<Offer> offer = offers.former(signup.productId, signup.plan);
        Optional<SpokeView> spoke = fleet.find(signup.spokeId);
        return new SignupView(
                signup.orgId,
                signup.organizationName,
                signup.spokeId,
                spoke.map(SpokeView::url).orElse(null),
                offer.map(found -> subscription(found, trial(found, signup))).orElse(null),
                offer.map(found -> grant(found, trial(found, signup))).orElse(null),
                new ProgressView(signup.id, status(spoke), PATH + signup.id));
    }

    private BillingFacts trial(Offer offer, SignupEntity signup) {
        return Trial.of(offer.plan(), trialDays, signup.completedAt);
    }

    private TrialView subscription(Offer offer, BillingFacts trial) {
        Instant end = trial.trialEndsAt();
        long left =
                Math.max(0, Duration.between(clock.instant(), end).plusHours(23).toDays());
        return new TrialView(offer.productId(), offer.plan().id(), trial.state().name(), end, left);
    }

    private GrantView grant(Offer offer, BillingFacts trial) {
        Entitlement entitlement = Entitlement.of(trial, offer.plan(), null, clock.instant());
        return new GrantView(
                entitlement.access().name(), Json.tree(entitlement.limits()), Json.tree(entitlement.features()));
    }

    private static String status(Optional<SpokeView> spoke) {
        return spoke.map(SpokeView::status).orElse("decommissioned");
    }
}
