package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Hooks;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.deletion.Retention;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the deletion of a Spoke does, while its finalizer holds it: the instance is stopped and kept for the retention
 * days, or destroyed. Done when the Spoke itself may go. Everything is read live: a copy may be out of date.
 */
@ApplicationScoped
class Removal {

    private static final Duration RECHECK = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final Scopes scopes;
    private final FleetEnd fleetEnd;
    private final Tenancy tenancy;
    private final Workloads workloads;
    private final Deletions deletions;
    private final SpokeRows rows;
    private final KubernetesEvents events;
    private final WheelwrightConfig config;

    Removal(
            KubernetesClient client,
            Scopes scopes,
            FleetEnd fleetEnd,
            Tenancy tenancy,
            Workloads workloads,
            Deletions deletions,
            SpokeRows rows,
            KubernetesEvents events,
            WheelwrightConfig config) {
        this.client = client;
        this.scopes = scopes;
        this.fleetEnd = fleetEnd;
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.deletions = deletions;
        this.rows = rows;
        this.events = events;
        this.config = config;
    }

    Outcome visit(Spoke spoke, Findings findings) {
        String uid = spoke.getMetadata().getUid();
        Optional<Namespace> place = place(spoke, uid);
        if (place.isEmpty()) {
            rows.gone(uid);
            return Outcome.DONE;
        }
        Optional<Scope> scope = scopes.gather(spoke, findings).scope();
        Optional<String> end = fleetEnd.cause();
        boolean kept = end.isPresent() || deletion(spoke).policy() == DeletionPolicy.Retain;
        Duration retention = kept ? Duration.ofDays(retentionDays(spoke, scope)) : Duration.ZERO;
        Optional<Retention> scheduled =
                deletions.schedule(request(spoke, place.get(), retention, end.orElse("the Spoke was deleted")));
        if (scheduled.isEmpty()) {
            return Outcome.waiting("DeletionHeldBack", Deletions.HELD_BACK, RECHECK);
        }
        if (Retention.of(place.get()).isEmpty()) {
            tenancy.retain(place.get(), scheduled.get(), hooks(scope, findings));
        }
        if (!kept) {
            return beingDestroyed(place.get(), uid);
        }
        workloads.stop(place.get().getMetadata().getName());
        rows.gone(uid);
        if (end.isEmpty()) {
            tell(spoke, scheduled.get());
        }
        return Outcome.DONE;
    }

    private Optional<Namespace> place(Spoke spoke, String uid) {
        return Optional.ofNullable(client.namespaces()
                        .withName(SpokeNames.of(spoke, config).namespace())
                        .get())
                .filter(namespace -> uid.equals(annotation(namespace, Labels.UID)));
    }

    private void tell(Spoke spoke, Retention retention) {
        events.record(
                spoke,
                KubernetesEvents.Type.Normal,
                "Retained",
                "Delete",
                "The instance is stopped and kept until %s; apply the Spoke again before to take it back."
                        .formatted(retention.deleteAfter()));
    }

    private Outcome beingDestroyed(Namespace place, String uid) {
        return deletions
                .progress(place.getMetadata().getUid(), uid)
                .filter(progress -> progress.message() != null)
                .map(progress -> progress.stalled()
                        ? Outcome.stalled("DestructionStalled", progress.message())
                        : Outcome.waiting("Destroying", progress.message(), RECHECK))
                .orElseGet(() -> Outcome.waiting("Destroying", "The instance is being destroyed.", RECHECK));
    }

    /** Of a Spoke that cannot be read nothing is known but that its instance must not be lost. */
    private static Deletion deletion(Spoke spoke) {
        return spoke.getSpec() == null ? Deletion.DEFAULT : spoke.getSpec().deletion();
    }

    private int retentionDays(Spoke spoke, Optional<Scope> scope) {
        return Optional.ofNullable(deletion(spoke).retentionDays())
                .or(() -> scope.map(found -> found.plan().retentionDays()))
                .orElse(config.deletion().retentionDays());
    }

    /** Without a release there is nothing that could be exported. */
    private static Optional<Hooks> hooks(Optional<Scope> scope, Findings findings) {
        return scope.filter(found -> findings.release().isPresent())
                .map(found -> found.product().hooks());
    }

    private static Deletions.Request request(Spoke spoke, Namespace place, Duration retention, String cause) {
        Map<String, Object> again = new HashMap<>();
        again.put("labels", spoke.getMetadata().getLabels());
        again.put("spec", spoke.getSpec());
        return new Deletions.Request(
                spoke.getMetadata().getName(),
                spoke.getMetadata().getUid(),
                annotation(place, Labels.ORGANIZATION),
                annotation(place, Labels.PRODUCT),
                place.getMetadata().getName(),
                place.getMetadata().getUid(),
                annotation(place, Labels.BIRTH_ID),
                cause,
                retention,
                Json.write(again));
    }

    private static String annotation(Namespace namespace, String name) {
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }
}
