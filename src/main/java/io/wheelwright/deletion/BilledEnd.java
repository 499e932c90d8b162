package io.wheelwright.deletion;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Protection;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.organization.OwnOrganization;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the biller's day of deletion has come, as the cluster says now: a copy of the organization may be out of date.
 * What is protected, under legal hold, still paid at Stripe, not known, or of those who run the hub, has no such day.
 */
@ApplicationScoped
public class BilledEnd {

    /** Why what the biller has ended is deleted, for people. */
    public static final String CAUSE = "the subscription has ended, and the biller's day of deletion has come";

    private final KubernetesClient client;
    private final OwnOrganization own;
    private final LegalHolds holds;
    private final LivingSubscriptions subscriptions;
    private final WheelwrightConfig config;
    private final Clock clock;

    BilledEnd(
            KubernetesClient client,
            OwnOrganization own,
            LegalHolds holds,
            LivingSubscriptions subscriptions,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.own = own;
        this.holds = holds;
        this.subscriptions = subscriptions;
        this.config = config;
        this.clock = clock;
    }

    /** Whether it has come for a Spoke, which must have been read just now. */
    public boolean hasCome(Spoke live) {
        SpokeSpec spec = live.getSpec();
        if (spec == null || isProtected(spec.deletion())) {
            return false;
        }
        Instant now = clock.instant();
        return organization(spec.organizationRef())
                .filter(customer -> !isProtected(customer.getSpec().deletion()))
                .filter(customer -> Entitlement.isDeletionDue(
                        spec.billing() == null ? customer.getSpec().billing() : spec.billing(), now))
                .filter(customer -> spec.billing() != null || isNotPaid(customer))
                .filter(due -> own.objection(spec.organizationRef()).isEmpty())
                .filter(due -> holds.on(spec.organizationRef()).isEmpty())
                .isPresent();
    }

    /** Whether it has come for an Organization, and the delay for mistakes has passed; it must have been read just now. */
    public boolean hasPassed(Organization live) {
        return live.getSpec() != null
                && !isProtected(live.getSpec().deletion())
                && Entitlement.isDeletionDue(
                        live.getSpec().billing(),
                        clock.instant().minus(config.deletion().purgeDelay()))
                && own.objection(live.getMetadata().getName()).isEmpty()
                && holds.objection(live.getMetadata().getName()).isEmpty()
                && isNotPaid(live);
    }

    /** Stripe would go on charging for what is not there any more. */
    private boolean isNotPaid(Organization live) {
        return subscriptions
                .objection(live.getMetadata().getName(), live.getMetadata().getUid())
                .isEmpty();
    }

    private Optional<Organization> organization(String name) {
        return Optional.ofNullable(client.resources(Organization.class)
                        .inNamespace(config.namespace())
                        .withName(name)
                        .get())
                .filter(customer -> customer.getSpec() != null);
    }

    private static boolean isProtected(Deletion deletion) {
        return deletion.protection() == Protection.Protected;
    }
}
