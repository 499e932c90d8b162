package io.wheelwright.spoke;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.product.Snapshots;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.status.Unreadable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what a visit of a spoke needs, from the informers' copies, or says what of it does not exist. */
@ApplicationScoped
class Scopes {

    private static final Duration RECHECK = Duration.ofSeconds(30);

    /** Either the scope, or why there is none: exactly one is present. */
    record Gathering(Optional<Scope> scope, Optional<Outcome> obstacle) {

        static Gathering missing(String reason, String message) {
            return new Gathering(Optional.empty(), Optional.of(Outcome.waiting(reason, message, RECHECK)));
        }

        static Gathering unreadable(String why) {
            return new Gathering(Optional.empty(), Optional.of(Outcome.stalled(Reasons.UNREADABLE, why)));
        }
    }

    private final SpokeInformers informers;
    private final Snapshots snapshots;
    private final RunningVersion running;
    private final WheelwrightConfig config;
    private final Clock clock;

    Scopes(
            SpokeInformers informers,
            Snapshots snapshots,
            RunningVersion running,
            WheelwrightConfig config,
            Clock clock) {
        this.informers = informers;
        this.snapshots = snapshots;
        this.running = running;
        this.config = config;
        this.clock = clock;
    }

    Gathering gather(Spoke spoke, Findings findings) {
        return Unreadable.in(spoke).map(Gathering::unreadable).orElseGet(() -> gatherReadable(spoke, findings));
    }

    private Gathering gatherReadable(Spoke spoke, Findings findings) {
        String organizationId = spoke.getSpec().organizationRef();
        Optional<Organization> organization = informers.organization(organizationId);
        if (organization.isEmpty()) {
            return Gathering.missing(
                    "OrganizationNotFound",
                    "Organization %s does not exist in namespace %s; create it."
                            .formatted(organizationId, config.namespace()));
        }
        String productId = spoke.getSpec().productRef();
        Optional<Product> product = informers.product(productId);
        if (product.isEmpty()) {
            return Gathering.missing(
                    "ProductNotFound",
                    "Product %s does not exist in namespace %s; create it.".formatted(productId, config.namespace()));
        }
        Optional<String> unreadable = Unreadable.in(organization.get())
                .map(why -> "Organization %s: %s".formatted(organizationId, why))
                .or(() -> Unreadable.in(product.get()).map(why -> "Product %s: %s".formatted(productId, why)));
        if (unreadable.isPresent()) {
            return Gathering.unreadable(unreadable.get());
        }
        String snapshot = running.snapshot(spoke, findings, product.get());
        Optional<ProductSpec> content = informers.snapshot(snapshot).map(snapshots::read);
        if (content.isEmpty()) {
            return Gathering.missing(
                    "VersionNotFound",
                    "Product %s has no version %s; set spec.version to one that was published."
                            .formatted(
                                    productId,
                                    Objects.requireNonNullElse(spoke.getSpec().version(), snapshot)));
        }
        return withPlan(spoke, findings, organization.get(), content.get());
    }

    private Gathering withPlan(Spoke spoke, Findings findings, Organization organization, ProductSpec product) {
        BillingFacts billing = spoke.getSpec().billing() == null
                ? organization.getSpec().billing()
                : spoke.getSpec().billing();
        String planId =
                billing == null || billing.plan() == null ? spoke.getSpec().plan() : billing.plan();
        Optional<PlanSpec> plan = product.plans().stream()
                .filter(candidate -> candidate.id().equals(planId))
                .findFirst();
        if (plan.isEmpty()) {
            return Gathering.missing(
                    "PlanNotFound",
                    "Product %s %s has no plan %s; it has %s."
                            .formatted(
                                    spoke.getSpec().productRef(),
                                    product.version(),
                                    planId,
                                    product.plans().stream().map(PlanSpec::id).collect(Collectors.joining(", "))));
        }
        Entitlement billed =
                Entitlement.of(billing, plan.get(), billing == null ? null : billing.overrides(), clock.instant());
        Entitlement entitlement =
                suspension(spoke, organization).map(billed::suspended).orElse(billed);
        return new Gathering(
                Optional.of(new Scope(
                        spoke,
                        organization,
                        product,
                        plan.get(),
                        entitlement,
                        billing,
                        SpokeNames.of(spoke, config),
                        findings)),
                Optional.empty());
    }

    private static Optional<String> suspension(Spoke spoke, Organization organization) {
        if (spoke.getSpec().suspended()) {
            return Optional.of("The Spoke is suspended by spec.suspended.");
        }
        return Optional.ofNullable(organization.getSpec().suspended())
                .map(suspension -> "Organization %s is suspended: %s"
                        .formatted(organization.getMetadata().getName(), suspension.reason()));
    }
}
