package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.SpokeInformers;
import io.wheelwright.spoke.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workloads of an instance, whatever chart they come from, brought to rest and back. What a workload was before is
 * written on it in the same call that stops it, so nothing is forgotten whenever the hub dies.
 */
@ApplicationScoped
public class Workloads {

    /** Annotation of a namespace: which workloads run although it is suspended, and until when, as JSON. */
    private static final String AWAKE = Labels.GROUP + "/awake";

    private static final int MOST_TRIES = 5;
    private static final String AT_REST = "rest";

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final SpokeNamespaces namespaces;
    private final Verified verified;
    private final Clock clock;

    Workloads(
            KubernetesClient client,
            SpokeInformers informers,
            SpokeNamespaces namespaces,
            Verified verified,
            Clock clock) {
        this.client = client;
        this.informers = informers;
        this.namespaces = namespaces;
        this.verified = verified;
        this.clock = clock;
    }

    /**
     * Stops everything but the agent, which goes on to tell the customer's software what it may do, and what is kept awake
     * for a while.
     */
    public void suspend(String namespace) {
        Set<String> awake = awake(namespace);
        Predicate<GenericKubernetesResource> stays = workload ->
                isAgent(workload) || awake.contains(workload.getMetadata().getName());
        if (isMarked(namespace) && verified.recently(namespace, AT_REST, "") && nothingRunsBut(namespace, stays)) {
            return;
        }
        if (!isMarked(namespace)) {
            mark(namespace, "true");
        }
        rest(namespace, stays);
        verified.now(namespace, AT_REST, "");
    }

    /** Has the next {@link #suspend} look at everything itself, whatever was seen lately. */
    public void lookAnew(String namespace) {
        verified.forget(namespace, AT_REST);
    }

    /** Stops everything, the agent too. */
    public void stop(String namespace) {
        rest(namespace, workload -> false);
        mark(namespace, "true");
    }

    /** Lets everything run as it did before it was stopped. */
    public void resume(String namespace) {
        if (!isMarked(namespace)) {
            return;
        }
        for (WorkloadKind kind : WorkloadKind.values()) {
            list(kind, namespace).forEach(workload -> resume(kind, workload));
        }
        mark(namespace, null);
        verified.forget(namespace, AT_REST);
    }

    /**
     * Lets the named workloads run as they did before; the others stay as they are.
     *
     * @return whether all of them are ready
     */
    public boolean wake(String namespace, List<String> names) {
        boolean ready = true;
        for (WorkloadKind kind : WorkloadKind.values()) {
            for (GenericKubernetesResource workload : list(kind, namespace)) {
                if (names.contains(workload.getMetadata().getName())) {
                    resume(kind, workload);
                    ready &= kind.isReady(workload);
                }
            }
        }
        return ready;
    }

    /**
     * The same in an instance that is suspended and goes on to be: it does not put them to rest before then.
     *
     * @return whether all of them are ready
     */
    public boolean keepAwake(String namespace, List<String> names, Instant until) {
        String awake = new Awake(new TreeSet<>(names), until).written();
        if (!written(namespace).equals(Optional.of(awake))) {
            annotate(namespace, AWAKE, awake);
        }
        return wake(namespace, names);
    }

    /** Has the instance's next reconcile put to rest what was kept awake. */
    public void letRest(String namespace) {
        if (written(namespace).isPresent()) {
            annotate(namespace, AWAKE, null);
        }
    }

    /** Whether the informers' copies hold every workload that Helm has made: they may be late. */
    public boolean areSeen(String namespace) {
        Set<String> seen = informers
                .workloads(namespace)
                .map(workload -> workload.getMetadata().getUid())
                .collect(Collectors.toUnmodifiableSet());
        return Stream.of(WorkloadKind.DEPLOYMENT, WorkloadKind.STATEFUL_SET, WorkloadKind.DAEMON_SET)
                .flatMap(kind -> list(kind, namespace).stream())
                .map(GenericKubernetesResource::getMetadata)
                .filter(meta -> meta.getLabels() != null
                        && "Helm".equals(meta.getLabels().get(Labels.MANAGED_BY)))
                .allMatch(meta -> seen.contains(meta.getUid()));
    }

    private boolean isMarked(String namespace) {
        return namespaces
                .find(namespace)
                .flatMap(found -> Retention.annotation(found, Labels.SUSPENDED))
                .isPresent();
    }

    private void mark(String namespace, String value) {
        annotate(namespace, Labels.SUSPENDED, value);
    }

    private void annotate(String namespace, String annotation, String value) {
        Patches.merge(
                client.namespaces().withName(namespace),
                Map.of("metadata", Map.of("annotations", Collections.singletonMap(annotation, value))));
    }

    private Optional<String> written(String namespace) {
        return namespaces.find(namespace).flatMap(found -> Retention.annotation(found, AWAKE));
    }

    private Set<String> awake(String namespace) {
        return written(namespace)
                .flatMap(Awake::read)
                .map(awake -> awake.at(clock.instant()))
                .orElse(Set.of());
    }

    /** By the informers' copies, which know no jobs. */
    private boolean nothingRunsBut(String namespace, Predicate<GenericKubernetesResource> stays) {
        return informers
                .workloads(namespace)
                .map(workload ->
                        client.getKubernetesSerialization().convertValue(workload, GenericKubernetesResource.class))
                .filter(stays.negate())
                .allMatch(workload ->
                        WorkloadKind.of(workload).runningAs(workload).isEmpty());
    }

    private void rest(String namespace, Predicate<GenericKubernetesResource> stays) {
        for (WorkloadKind kind : WorkloadKind.values()) {
            list(kind, namespace).stream()
                    .filter(stays.negate())
                    .forEach(workload -> change(kind, workload, RestPatch::resting));
        }
    }

    private void resume(WorkloadKind kind, GenericKubernetesResource workload) {
        change(kind, workload, RestPatch::running);
    }

    /** Its controller writes its status at the same time, so it may have to be read again. */
    private void change(
            WorkloadKind kind,
            GenericKubernetesResource seen,
            BiFunction<WorkloadKind, GenericKubernetesResource, Optional<Map<String, Object>>> wanted) {
        Resource<GenericKubernetesResource> resource = client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                .inNamespace(seen.getMetadata().getNamespace())
                .withName(seen.getMetadata().getName());
        GenericKubernetesResource workload = seen;
        for (int tries = 1; workload != null; tries++) {
            Optional<Map<String, Object>> patch = wanted.apply(kind, workload);
            if (patch.isEmpty()) {
                return;
            }
            try {
                Patches.merge(resource, patch.get());
                return;
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == MOST_TRIES) {
                    throw failure;
                }
            }
            workload = resource.get();
        }
    }

    private List<GenericKubernetesResource> list(WorkloadKind kind, String namespace) {
        return client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                .inNamespace(namespace)
                .withoutLabel(Labels.HOOK)
                .list()
                .getItems();
    }

    private static boolean isAgent(GenericKubernetesResource workload) {
        return Labels.AGENT.equals(workload.get("spec", "template", "metadata", "labels", Labels.COMPONENT));
    }
}
