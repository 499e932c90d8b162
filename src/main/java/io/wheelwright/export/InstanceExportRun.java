package io.wheelwright.export;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Hooks;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.product.Snapshots;
import io.wheelwright.spoke.tenancy.Hook;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs the export hooks of instances, on the hub that leads. Each step looks at what is there, live, so it may be
 * interrupted and repeated anywhere.
 */
@ApplicationScoped
class InstanceExportRun {

    /** A Job that is over may be looked at by people for a while. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String NOWHERE =
            "The Job ended well, and did not say where its export lies: its termination message"
                    + " has to be JSON with a url (docs/product.md).";

    private static final String EXPORT = "export";
    private static final String BACKUP = "backup";

    /** Kubernetes wants a full second. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Leadership leadership;
    private final Snapshots snapshots;
    private final Workloads workloads;
    private final Hook hook;
    private final ExportConfig config;
    private final String fleet;
    private final Clock clock;

    InstanceExportRun(
            KubernetesClient client,
            Leadership leadership,
            Snapshots snapshots,
            Workloads workloads,
            Hook hook,
            ExportConfig config,
            WheelwrightConfig hub,
            Clock clock) {
        this.client = client;
        this.leadership = leadership;
        this.snapshots = snapshots;
        this.workloads = workloads;
        this.hook = hook;
        this.config = config;
        this.fleet = hub.namespace();
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            due().forEach(this::visit);
        }
    }

    private List<InstanceExportEntity> due() {
        return QuarkusTransaction.requiringNew().call(() -> InstanceExportEntity.due(clock.instant()));
    }

    private void visit(InstanceExportEntity row) {
        try {
            Hook.State state = step(row);
            if (state instanceof Hook.State.Running) {
                waits(row, "The export is running.", SOON);
            } else {
                workloads.letRest(row.namespace);
                QuarkusTransaction.requiringNew().run(() -> settle(row, state));
            }
        } catch (RuntimeException boundary) {
            // One instance that fails must not hold up the others; it is tried again until its time is over.
            if (row.message == null) {
                Log.warnf(boundary, "The export of spoke %s does not go on", row.spokeId);
            }
            waits(row, "The hub could not go on: it tries again.", LATER);
        }
    }

    private void waits(InstanceExportEntity row, String why, Duration pause) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        InstanceExportEntity.waits(row.id, why, clock.instant().plus(pause)));
    }

    private static void settle(InstanceExportEntity row, Hook.State state) {
        if (state instanceof Hook.State.Done done && !done.said().hasNonNull("url")) {
            InstanceExportEntity.failed(row.id, NOWHERE);
        } else if (state instanceof Hook.State.Done done) {
            InstanceExportEntity.ready(row.id, done.said());
        } else if (state instanceof Hook.State.Failed failed) {
            InstanceExportEntity.failed(row.id, failed.message());
        }
    }

    /** Takes the next step that is possible now. */
    private Hook.State step(InstanceExportEntity row) {
        Namespace place = client.namespaces().withName(row.namespace).get();
        Spoke spoke = client.resources(Spoke.class)
                .inNamespace(fleet)
                .withName(row.spokeId)
                .get();
        Optional<String> obstacle = obstacle(row, place, spoke);
        if (obstacle.isPresent()) {
            return givenUp(row, place, obstacle.get());
        }
        return hooks(spoke.getStatus())
                .map(hooks -> run(row, hooks, spoke.getStatus().access()))
                .orElseGet(() -> new Hook.State.Failed("Its product names no hook that exports or backs up."));
    }

    /** Why it cannot be made, or not any more; empty for nothing. */
    private Optional<String> obstacle(InstanceExportEntity row, Namespace place, Spoke spoke) {
        if (!clock.instant().isBefore(row.endsAt)) {
            return Optional.of("It took longer than %s.".formatted(config.instance()));
        }
        boolean isThere = place != null
                && Retention.of(place).isEmpty()
                && Retention.annotation(place, Labels.UID)
                        .filter(row.spokeUid::equals)
                        .isPresent();
        if (!isThere) {
            return Optional.of("The instance is gone, or is kept until it is destroyed.");
        }
        if (spoke == null || !spoke.getMetadata().getUid().equals(row.spokeUid)) {
            return Optional.of("The spoke is gone.");
        }
        SpokeStatus status = spoke.getStatus();
        if (status == null || status.release() == null) {
            return Optional.of("Nothing is deployed yet.");
        }
        return status.access() == Access.None
                ? Optional.of("The instance rests altogether: its access is None.")
                : Optional.empty();
    }

    /** What was begun does not go on, and what it was woken for is at rest where nobody else puts it there. */
    private Hook.State givenUp(InstanceExportEntity row, Namespace place, String why) {
        if (place != null) {
            List.of(EXPORT, BACKUP).forEach(name -> hook.end(row.namespace, jobName(name, row)));
            if (Retention.of(place).isPresent()) {
                workloads.stop(row.namespace);
            }
        }
        return new Hook.State.Failed(why);
    }

    private Optional<Hooks> hooks(SpokeStatus status) {
        return Optional.ofNullable(client.apps()
                        .controllerRevisions()
                        .inNamespace(fleet)
                        .withName(status.release().snapshot())
                        .get())
                .map(snapshots::read)
                .map(ProductSpec::hooks)
                .filter(hooks -> hooks.export() != null || hooks.backup() != null);
    }

    /** A product without an export has its backup made instead. */
    private Hook.State run(InstanceExportEntity row, Hooks hooks, Access access) {
        if (access == Access.ExportOnly && !workloads.keepAwake(row.namespace, hooks.wake(), row.endsAt)) {
            return new Hook.State.Running();
        }
        String name = hooks.export() == null ? BACKUP : EXPORT;
        String cronJob = hooks.export() == null ? hooks.backup() : hooks.export();
        Duration longest = Duration.between(clock.instant(), row.endsAt).plus(AT_LEAST);
        return hook.run(new Hook.Call(row.namespace, name, cronJob, jobName(name, row), longest, KEPT));
    }

    private static String jobName(String hook, InstanceExportEntity row) {
        return "wheelwright-" + hook + "-" + row.id;
    }
}
