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
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.product.Snapshots;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.status.Unreadable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gathers what a visit of a spoke needs, from the informers' copies, or says what of it does not exist. A spoke that is
 * deployed goes on with the product and the plan that it has when those that it should have are missing.
 */
@ApplicationScoped
class Scopes {

    private static final Duration RECHECK = Duration.ofSeconds(30);

    /** Either the scope, or why there is none: exactly one is present. */
    record Gathering(Optional<Scope> scope, Optional<Outcome> obstacle) {

        static Gathering missing(String reason, String message) {
            return new Gathering(
                    Optional.empty(), Found.missing(reason, message).obstacle());
        }

        static Gathering unreadable(String why) {
            return new Gathering(Optional.empty(), Found.unreadable(why).obstacle());
        }
    }

    /** Either what was looked for, or why it is not there: exactly one is present. */
    private record Found<T>(Optional<T> thing, Optional<Outcome> obstacle) {

        static <T> Found<T> of(T thing) {
            return new Found<>(Optional.of(thing), Optional.empty());
        }

        static <T> Found<T> missing(String reason, String message) {
            return new Found<>(Optional.empty(), Optional.of(Outcome.waiting(reason, message, RECHECK)));
        }

        static <T> Found<T> unreadable(String why) {
            return new Found<>(Optional.empty(), Optional.of(Outcome.stalled(Reasons.UNREADABLE, why)));
        }

        /** Where it is missing, what takes its place, if anything does; then what is missing is told. */
        Found<T> or(Consumer<Outcome> told, Supplier<Optional<T>> other) {
            Optional<T> instead = thing.isPresent() ? Optional.empty() : other.get();
            instead.ifPresent(found -> told.accept(obstacle.orElseThrow()));
            return instead.map(Found::of).orElse(this);
        }
    }

    private final SpokeInformers informers;
    private final Snapshots snapshots;
    private final RunningVersion running;
    private final OwnOrganization own;
    private final WheelwrightConfig config;
    private final Clock clock;

    Scopes(
            SpokeInformers informers,
            Snapshots snapshots,
            RunningVersion running,
            OwnOrganization own,
            WheelwrightConfig config,
            Clock clock) {
        this.informers = informers;
        this.snapshots = snapshots;
        this.running = running;
        this.own = own;
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
        Optional<String> unreadable =
                Unreadable.in(organization.get()).map(why -> "Organization %s: %s".formatted(organizationId, why));
        if (unreadable.isPresent()) {
            return Gathering.unreadable(unreadable.get());
        }
        Found<ProductSpec> product = product(spoke, findings).or(findings::goesOnWithout, () -> deployed(findings));
        return product.thing()
                .map(content -> withPlan(spoke, findings, organization.get(), content))
                .orElseGet(() -> new Gathering(Optional.empty(), product.obstacle()));
    }

    /** The product in the version that the spoke should be on. */
    private Found<ProductSpec> product(Spoke spoke, Findings findings) {
        String productId = spoke.getSpec().productRef();
        Optional<Product> product = informers.product(productId);
        if (product.isEmpty()) {
            return Found.missing(
                    "ProductNotFound",
                    "Product %s does not exist in namespace %s; create it.".formatted(productId, config.namespace()));
        }
        Optional<String> unreadable = Unreadable.in(product.get());
        if (unreadable.isPresent()) {
            return Found.unreadable("Product %s: %s".formatted(productId, unreadable.get()));
        }
        String snapshot = running.snapshot(spoke, findings, product.get());
        return informers
                .snapshot(snapshot)
                .map(snapshots::read)
                .map(Found::of)
                .orElseGet(() -> Found.missing(
                        "VersionNotFound",
                        "Product %s has no version %s; set spec.version to one that was published."
                                .formatted(
                                        productId,
                                        Objects.requireNonNullElse(
                                                spoke.getSpec().version(), snapshot))));
    }

    /** What a spoke that is deployed goes on with: its snapshot outlives the Product. */
    private Optional<ProductSpec> deployed(Findings findings) {
        return findings.release()
                .flatMap(release -> informers.snapshot(release.snapshot()))
                .map(snapshots::read);
    }

    private Gathering withPlan(Spoke spoke, Findings findings, Organization organization, ProductSpec product) {
        BillingFacts billing = spoke.getSpec().billing() == null
                ? organization.getSpec().billing()
                : spoke.getSpec().billing();
        String planId =
                billing == null || billing.plan() == null ? spoke.getSpec().plan() : billing.plan();
        Found<PlanSpec> plan = plan(spoke, product, planId).or(findings::goesOnWithout, () -> findings.release()
                .flatMap(release -> plan(spoke, product, findings.plan()).thing()));
        return plan.thing()
                .map(found -> new Gathering(
                        Optional.of(scope(spoke, findings, organization, product, found, billing)), Optional.empty()))
                .orElseGet(() -> new Gathering(Optional.empty(), plan.obstacle()));
    }

    private static Found<PlanSpec> plan(Spoke spoke, ProductSpec product, String planId) {
        return product.plans().stream()
                .filter(candidate -> candidate.id().equals(planId))
                .findFirst()
                .map(Found::of)
                .orElseGet(() -> Found.missing(
                        "PlanNotFound",
                        "Product %s %s has no plan %s; it has %s."
                                .formatted(
                                        spoke.getSpec().productRef(),
                                        product.version(),
                                        planId,
                                        product.plans().stream()
                                                .map(PlanSpec::id)
                                                .collect(Collectors.joining(", ")))));
    }

    private Scope scope(
            Spoke spoke,
            Findings findings,
            Organization organization,
            ProductSpec product,
            PlanSpec plan,
            BillingFacts billing) {
        Entitlement billed = own.sparing(
                spoke.getSpec().organizationRef(),
                Entitlement.of(billing, plan, billing == null ? null : billing.overrides(), clock.instant()));
        Entitlement entitlement =
                suspension(spoke, organization).map(billed::suspended).orElse(billed);
        return new Scope(
                spoke, organization, product, plan, entitlement, billing, SpokeNames.of(spoke, config), findings);
    }

    private Optional<String> suspension(Spoke spoke, Organization organization) {
        if (spoke.getSpec().suspended()) {
            return Optional.of("The Spoke is suspended by spec.suspended.");
        }
        return Optional.ofNullable(organization.getSpec().suspended())
                .filter(suspended -> !own.is(spoke.getSpec().organizationRef()))
                .map(suspension -> "Organization %s is suspended: %s"
                        .formatted(organization.getMetadata().getName(), suspension.reason()));
    }
}
