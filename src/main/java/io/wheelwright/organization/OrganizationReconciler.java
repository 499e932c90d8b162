package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.WithoutManagedFields;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationStatus;
import io.wheelwright.api.v1alpha1.OrganizationStatusBuilder;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.organization.OrganizationRemoval.Obstacle;
import io.wheelwright.status.Conditions;
import io.wheelwright.status.Copies;
import io.wheelwright.status.StatusWrite;
import io.wheelwright.status.Unreadable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the hub know each Organization, also one made with kubectl alone, and shows how many spokes it has. */
@ControllerConfiguration(
        name = "organization",
        fieldManager = "wheelwright-operator",
        finalizerName = Labels.FINALIZER,
        maxReconciliationInterval =
                @MaxReconciliationInterval(
                        interval = OrganizationReconciler.LONGEST_MINUTES,
                        timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class OrganizationReconciler implements Reconciler<Organization>, Cleaner<Organization> {

    static final int LONGEST_MINUTES = 5;
    private static final Duration LONGEST = Duration.ofMinutes(LONGEST_MINUTES);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Nobody tells when the last row of its deletions is closed. */
    private static final Duration UNTIL_PURGED = Duration.ofSeconds(10);

    private static final OrganizationStatus NEVER_SEEN = new OrganizationStatus(null, null, null, null, null, null);

    private final Organizations organizations;
    private final OrganizationPurge purge;
    private final OrganizationRemoval removal;
    private final OwnOrganization own;
    private final Clock clock;
    private final Conditions conditions;
    private final WheelwrightConfig config;
    private InformerEventSource<Spoke, Organization> spokes;

    OrganizationReconciler(
            Organizations organizations,
            OrganizationPurge purge,
            OrganizationRemoval removal,
            OwnOrganization own,
            WheelwrightConfig config,
            Clock clock) {
        this.organizations = organizations;
        this.purge = purge;
        this.removal = removal;
        this.own = own;
        this.config = config;
        this.clock = clock;
        this.conditions = new Conditions(clock);
    }

    @Override
    public List<EventSource<?, Organization>> prepareEventSources(EventSourceContext<Organization> context) {
        spokes = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Spoke.class, Organization.class)
                        .withItemStore(new WithoutManagedFields<>())
                        .withNamespaces(Set.of(config.namespace()))
                        .withOnUpdateFilter((now, before) ->
                                !deletionOf(now).equals(deletionOf(before)) || isPurged(now) != isPurged(before))
                        .withSecondaryToPrimaryMapper(spoke -> organizationOf(spoke)
                                .map(name -> Set.of(new ResourceID(name, config.namespace())))
                                .orElse(Set.of()))
                        .build(),
                context);
        return List.of(spokes);
    }

    @Override
    public UpdateControl<Organization> reconcile(Organization organization, Context<Organization> context) {
        Optional<String> unreadable = Unreadable.in(organization);
        if (unreadable.isPresent()) {
            return update(organization, unreadable(organization, unreadable.get()), LONGEST);
        }
        organizations.observe(organization);
        OrganizationStatus status = statusOf(organization);
        boolean purged = Conditions.isTrue(status.conditions(), ConditionTypes.PURGED);
        if (status.spokes() == 0 && purged) {
            purge.visit(organization);
        }
        return update(
                organization, status, !purged && purge.mayCome(organization) ? UNTIL_PURGED : recheck(organization));
    }

    /** Time itself may change the access: the status follows when it does. */
    private Duration recheck(Organization organization) {
        Instant now = clock.instant();
        Duration turn = Entitlement.of(organization.getSpec().billing(), now)
                .nextChange()
                .map(at -> Duration.between(now, at))
                .filter(left -> left.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        return turn.compareTo(SHORTEST) < 0 ? SHORTEST : turn;
    }

    @Override
    public DeleteControl cleanup(Organization organization, Context<Organization> context) {
        if (!Copies.isStillBeingDeleted(organization, context.getClient())) {
            return DeleteControl.noFinalizerRemoval();
        }
        Optional<Obstacle> obstacle = removal.visit(organization);
        if (obstacle.isEmpty()) {
            return DeleteControl.defaultDelete();
        }
        if (Unreadable.in(organization).isEmpty()) {
            organizations.observe(organization);
        }
        OrganizationStatus status = statusOfRemoval(organization, obstacle.get().message());
        if (!Objects.equals(status, organization.getStatus())) {
            context.resourceOperations().serverSideApplyPrimaryStatus(only(organization, status));
        }
        return DeleteControl.noFinalizerRemoval()
                .rescheduleAfter(obstacle.get().recheck().toMillis());
    }

    private static UpdateControl<Organization> update(
            Organization organization, OrganizationStatus status, Duration recheck) {
        return Objects.equals(status, organization.getStatus())
                ? UpdateControl.<Organization>noUpdate().rescheduleAfter(recheck)
                : StatusWrite.of(only(organization, status), recheck);
    }

    /** A server-side apply of a status carries identity and status, nothing else. */
    private static Organization only(Organization organization, OrganizationStatus status) {
        Organization patch = new Organization();
        patch.getMetadata().setName(organization.getMetadata().getName());
        patch.getMetadata().setNamespace(organization.getMetadata().getNamespace());
        patch.getMetadata().setUid(organization.getMetadata().getUid());
        patch.setStatus(status);
        return patch;
    }

    private OrganizationStatus statusOfRemoval(Organization organization, String obstacle) {
        OrganizationStatus now = Unreadable.in(organization)
                .map(why -> unreadable(organization, why))
                .orElseGet(() -> statusOf(organization));
        List<Condition> drafts = new ArrayList<>(now.conditions());
        drafts.removeIf(condition -> condition.getType().equals(ConditionTypes.READY));
        drafts.add(Conditions.fails(ConditionTypes.READY, "WaitingForSpokes", obstacle));
        List<Condition> before = organization.getStatus() == null
                ? List.of()
                : organization.getStatus().conditions();
        return OrganizationStatusBuilder.builder(now)
                .conditions(conditions.merge(before, drafts, now.observedGeneration()))
                .phase("Terminating")
                .build();
    }

    /** What it was before stays: nobody loses access because somebody has made the object unreadable. */
    private OrganizationStatus unreadable(Organization organization, String why) {
        OrganizationStatus before = organization.getStatus() == null ? NEVER_SEEN : organization.getStatus();
        long generation = organization.getMetadata().getGeneration();
        Condition ready = Conditions.fails(ConditionTypes.READY, Reasons.UNREADABLE, why);
        return new OrganizationStatus(
                generation,
                conditions.merge(before.conditions(), List.of(ready), generation),
                before.access(),
                before.plan(),
                before.spokes(),
                before.phase());
    }

    private static boolean isPurged(Spoke spoke) {
        return spoke.getStatus() != null && Conditions.isTrue(spoke.getStatus().conditions(), ConditionTypes.PURGED);
    }

    private static Optional<Deletion> deletionOf(Spoke spoke) {
        return Optional.ofNullable(spoke.getSpec()).map(SpokeSpec::deletion);
    }

    private static Optional<String> organizationOf(Spoke spoke) {
        return Optional.ofNullable(spoke.getSpec()).map(SpokeSpec::organizationRef);
    }

    private OrganizationStatus statusOf(Organization organization) {
        BillingFacts billing = organization.getSpec().billing();
        List<Condition> before = organization.getStatus() == null
                ? List.of()
                : organization.getStatus().conditions();
        String orgId = organization.getMetadata().getName();
        boolean suspended = organization.getSpec().suspended() != null && !own.is(orgId);
        Condition ready = suspended
                ? Conditions.fails(
                        ConditionTypes.READY,
                        Reasons.SUSPENDED,
                        "The organization is suspended: "
                                + organization.getSpec().suspended().reason())
                : Conditions.holds(ConditionTypes.READY, Reasons.READY, "The organization is known to the hub.");
        Optional<String> name = Optional.of(orgId);
        List<Spoke> its = spokes.list(
                        config.namespace(), spoke -> organizationOf(spoke).equals(name))
                .toList();
        Entitlement billed = Entitlement.of(billing, clock.instant());
        Entitlement entitlement = own.sparing(orgId, suspended ? billed.suspended(ready.getMessage()) : billed);
        Condition entitled = entitlement.access() == Access.Full
                ? Conditions.holds(ConditionTypes.ENTITLED, entitlement.reason(), entitlement.message())
                : Conditions.fails(
                        ConditionTypes.ENTITLED,
                        entitlement.reason(),
                        entitlement.message() + obstacle(organization, entitlement));
        List<Condition> drafts = new ArrayList<>(List.of(ready, entitled));
        if (entitlement.isDeletionDue()
                && its.stream().allMatch(OrganizationReconciler::isPurged)
                && purge.isNothingKept(organization)) {
            drafts.add(Conditions.holds(
                    ConditionTypes.PURGED,
                    Reasons.DELETION_DUE,
                    "The subscription has ended, and nothing of the organization's instances is left."));
        }
        long generation = organization.getMetadata().getGeneration();
        return new OrganizationStatus(
                generation,
                conditions.merge(before, drafts, generation),
                entitlement.access(),
                billing == null ? null : billing.plan(),
                its.size(),
                suspended ? "Suspended" : "Ready");
    }

    private String obstacle(Organization organization, Entitlement entitlement) {
        return entitlement.isDeletionDue()
                ? purge.obstacle(organization).map(" "::concat).orElse("")
                : "";
    }
}
