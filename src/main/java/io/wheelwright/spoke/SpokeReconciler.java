package io.wheelwright.spoke;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.WithoutManagedFields;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.operation.Slots;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.phase.Walk;
import io.wheelwright.status.Copies;
import io.wheelwright.status.Refusals;
import io.wheelwright.status.StatusWrite;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Brings each spoke to where its Spoke resource says, and keeps it there: gathers, walks through the phases, tells what
 * changed, and writes the status if it is another one.
 */
@ControllerConfiguration(
        name = "spoke",
        fieldManager = "wheelwright-operator",
        finalizerName = Labels.FINALIZER,
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = SpokeUpdates.class, itemStore = WithoutManagedFields.class),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class SpokeReconciler implements Reconciler<Spoke>, Cleaner<Spoke> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int PASSING_REFUSALS = 3;
    private static final Duration STALLED_RECHECK = Duration.ofSeconds(15);
    private static final SpokeStatus NEVER_VISITED =
            new SpokeStatus(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private final SpokeInformers informers;
    private final SpokeTriggers triggers;
    private final Neighbors neighbors;
    private final Scopes scopes;
    private final Walk walk;
    private final Purge purge;
    private final Removal removal;
    private final SpokeReport report;
    private final Transitions transitions;
    private final Vitals vitals;
    private final Slots slots;
    private final Verified verified;
    private final Duration longest;
    private final Clock clock;

    SpokeReconciler(
            SpokeInformers informers,
            SpokeTriggers triggers,
            Neighbors neighbors,
            Scopes scopes,
            Walk walk,
            Purge purge,
            Removal removal,
            SpokeReport report,
            Transitions transitions,
            Vitals vitals,
            Slots slots,
            Verified verified,
            WheelwrightConfig config,
            Clock clock) {
        this.informers = informers;
        this.triggers = triggers;
        this.neighbors = neighbors;
        this.scopes = scopes;
        this.walk = walk;
        this.purge = purge;
        this.removal = removal;
        this.report = report;
        this.transitions = transitions;
        this.vitals = vitals;
        this.slots = slots;
        this.verified = verified;
        this.longest = config.operations().recheck();
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Spoke>> prepareEventSources(EventSourceContext<Spoke> context) {
        neighbors.watch(context.getPrimaryCache());
        List<EventSource<?, Spoke>> sources = informers.eventSources(context);
        sources.add(triggers.source());
        return sources;
    }

    @Override
    @SuppressWarnings("try")
    public UpdateControl<Spoke> reconcile(Spoke spoke, Context<Spoke> context) {
        try (SpokeInLog open = SpokeInLog.open(spoke)) {
            return visit(spoke);
        }
    }

    private UpdateControl<Spoke> visit(Spoke spoke) {
        SpokeStatus before = spoke.getStatus() == null ? NEVER_VISITED : spoke.getStatus();
        Findings findings = new Findings(before);
        Scopes.Gathering gathering = scopes.gather(spoke, findings);
        Optional<Outcome> ended = gathering.scope().flatMap(scope -> purge.visit(scope, before));
        if (ended.isPresent()) {
            return purged(spoke, ended.get(), before);
        }
        Map<Phase, Outcome> outcomes = gathering
                .scope()
                .map(walk::through)
                .orElseGet(() -> Map.of(Phase.Claim, gathering.obstacle().orElseThrow()));
        SpokeStatus after = transitions.tell(
                spoke, before, report.of(spoke, gathering.scope(), outcomes, findings, before), gathering.scope());
        if (!findings.waitsForSlot()) {
            slots.release(spoke.getMetadata().getUid());
        }
        Duration recheck = recheck(spoke, outcomes, gathering.scope());
        return Objects.equals(before, after)
                ? UpdateControl.<Spoke>noUpdate().rescheduleAfter(recheck)
                : StatusWrite.of(only(spoke, after), recheck);
    }

    private UpdateControl<Spoke> purged(Spoke spoke, Outcome outcome, SpokeStatus before) {
        slots.release(spoke.getMetadata().getUid());
        SpokeStatus after = report.ofPurge(spoke, outcome, before);
        Duration recheck = outcome instanceof Outcome.Done ? longest : recheck(outcome);
        return Objects.equals(before, after)
                ? UpdateControl.<Spoke>noUpdate().rescheduleAfter(recheck)
                : StatusWrite.of(only(spoke, after), recheck);
    }

    private static Duration recheck(Outcome outcome) {
        return outcome instanceof Outcome.Waiting waiting ? waiting.recheck() : STALLED_RECHECK;
    }

    @Override
    @SuppressWarnings("try")
    public DeleteControl cleanup(Spoke spoke, Context<Spoke> context) {
        try (SpokeInLog open = SpokeInLog.open(spoke)) {
            return remove(spoke, context);
        } catch (KubernetesClientException failure) {
            tellRefusal(spoke, context, failure);
            throw failure;
        }
    }

    /** What goes wrong with the telling must not hide what is told. */
    private void tellRefusal(Spoke spoke, Context<Spoke> context, KubernetesClientException failure) {
        try {
            refused(spoke, context, failure).ifPresent(status -> context.resourceOperations()
                    .serverSideApplyPrimaryStatus(only(spoke, status)));
        } catch (KubernetesClientException untold) {
            failure.addSuppressed(untold);
        }
    }

    @Override
    public ErrorStatusUpdateControl<Spoke> updateErrorStatus(Spoke spoke, Context<Spoke> context, Exception failure) {
        return refused(spoke, context, failure)
                .map(status -> ErrorStatusUpdateControl.patchStatus(only(spoke, status)))
                .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
    }

    /**
     * The status that tells of a refusal, where it is another one. A right that was just given takes effect a little
     * later: only what is refused for longer is told.
     */
    private Optional<SpokeStatus> refused(Spoke spoke, Context<Spoke> context, Exception failure) {
        SpokeStatus before = spoke.getStatus() == null ? NEVER_VISITED : spoke.getStatus();
        return context.getRetryInfo()
                .filter(retry -> retry.getAttemptCount() >= PASSING_REFUSALS)
                .flatMap(lasts -> Refusals.in(failure))
                .map(refusal -> report.ofRefusal(spoke, refusal, before))
                .filter(after -> !after.equals(before));
    }

    private DeleteControl remove(Spoke spoke, Context<Spoke> context) {
        if (!Copies.isStillBeingDeleted(spoke, context.getClient())) {
            return DeleteControl.noFinalizerRemoval();
        }
        SpokeStatus before = spoke.getStatus() == null ? NEVER_VISITED : spoke.getStatus();
        Outcome outcome = removal.visit(spoke, before);
        if (outcome instanceof Outcome.Done) {
            return DeleteControl.defaultDelete();
        }
        SpokeStatus after = report.ofRemoval(spoke, outcome, before);
        if (!Objects.equals(before, after)) {
            context.resourceOperations().serverSideApplyPrimaryStatus(only(spoke, after));
        }
        return DeleteControl.noFinalizerRemoval()
                .rescheduleAfter(recheck(outcome).toMillis());
    }

    /** A server-side apply of a status carries identity and status, nothing else. */
    private static Spoke only(Spoke spoke, SpokeStatus status) {
        Spoke patch = new Spoke();
        patch.getMetadata().setName(spoke.getMetadata().getName());
        patch.getMetadata().setNamespace(spoke.getMetadata().getNamespace());
        patch.getMetadata().setUid(spoke.getMetadata().getUid());
        patch.setStatus(status);
        return patch;
    }

    /**
     * Waiting says when; time itself may change the verdict, and so may an agent's silence; and everything is looked at
     * now and then, what was found as desired before as soon as that is not believed any more.
     */
    private Duration recheck(Spoke spoke, Map<Phase, Outcome> outcomes, Optional<Scope> scope) {
        Stream<Duration> waiting = outcomes.values().stream()
                .filter(Outcome.Waiting.class::isInstance)
                .map(outcome -> ((Outcome.Waiting) outcome).recheck());
        Stream<Duration> turn = scope.flatMap(found -> found.entitlement().nextChange()).stream()
                .map(at -> Duration.between(clock.instant(), at));
        Stream<Duration> silence = vitals.untilOverdue(spoke).stream();
        Stream<Duration> look = verified.untilNextLook(spoke.getMetadata().getUid()).stream();
        return Stream.of(waiting, turn, silence, look, Stream.of(longest))
                .flatMap(durations -> durations)
                .min(Comparator.naturalOrder())
                .filter(soonest -> soonest.compareTo(SHORTEST) > 0)
                .orElse(SHORTEST);
    }
}
