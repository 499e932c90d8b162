package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.SpokeInformers;
import io.wheelwright.spoke.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The workloads of an instance, whatever chart they come from, brought to rest and back. What a workload was before is
 * written on it in the same call that stops it, so nothing is forgotten whenever the hub dies.
 */
@ApplicationScoped
public class Workloads {

    private static final String BEFORE = Labels.GROUP + "/suspended-from";

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final Verified verified;

    Workloads(KubernetesClient client, SpokeInformers informers, Verified verified) {
        this.client = client;
        this.informers = informers;
        this.verified = verified;
    }

    /** Stops everything but the agent, which goes on to tell the customer's software what it may do. */
    public void suspend(String namespace) {
        if (isMarked(namespace) && verified.recently(subject(namespace), "") && nothingRunsBut(namespace)) {
            return;
        }
        mark(namespace, "true");
        rest(namespace, Workloads::isAgent);
        verified.now(subject(namespace), "");
    }

    /** Stops everything, the agent too. */
    public void stop(String namespace) {
        mark(namespace, "true");
        rest(namespace, workload -> false);
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
        verified.forget(subject(namespace));
    }

    /** Lets the named workloads run as they did before; the others stay as they are. */
    public void wake(String namespace, List<String> names) {
        for (WorkloadKind kind : WorkloadKind.values()) {
            list(kind, namespace).stream()
                    .filter(workload -> names.contains(workload.getMetadata().getName()))
                    .forEach(workload -> resume(kind, workload));
        }
    }

    private boolean isMarked(String namespace) {
        return informers
                .namespace(namespace)
                .map(Namespace::getMetadata)
                .filter(meta -> meta.getAnnotations().containsKey(Labels.SUSPENDED))
                .isPresent();
    }

    private void mark(String namespace, String value) {
        Patches.merge(
                client.namespaces().withName(namespace),
                Map.of("metadata", Map.of("annotations", Collections.singletonMap(Labels.SUSPENDED, value))));
    }

    /** By the informers' copies, which know no jobs. */
    private boolean nothingRunsBut(String namespace) {
        return informers
                .workloads(namespace)
                .map(workload ->
                        client.getKubernetesSerialization().convertValue(workload, GenericKubernetesResource.class))
                .filter(workload -> !isAgent(workload))
                .allMatch(workload ->
                        WorkloadKind.of(workload).runningAs(workload).isEmpty());
    }

    private void rest(String namespace, Predicate<GenericKubernetesResource> stays) {
        for (WorkloadKind kind : WorkloadKind.values()) {
            list(kind, namespace).stream().filter(stays.negate()).forEach(workload -> kind.runningAs(workload)
                    .ifPresent(before -> patch(kind, workload, before, kind.rest())));
        }
    }

    private void resume(WorkloadKind kind, GenericKubernetesResource workload) {
        Optional.ofNullable(workload.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(BEFORE))
                .ifPresent(before -> patch(kind, workload, null, kind.run(before)));
    }

    private void patch(WorkloadKind kind, GenericKubernetesResource workload, String before, Map<String, Object> spec) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("resourceVersion", workload.getMetadata().getResourceVersion());
        metadata.put("annotations", Collections.singletonMap(BEFORE, before));
        Patches.merge(
                client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                        .inNamespace(workload.getMetadata().getNamespace())
                        .withName(workload.getMetadata().getName()),
                Map.of("metadata", metadata, "spec", spec));
    }

    private List<GenericKubernetesResource> list(WorkloadKind kind, String namespace) {
        return client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                .inNamespace(namespace)
                .withLabelNotIn(Labels.HOOK)
                .list()
                .getItems();
    }

    private static boolean isAgent(GenericKubernetesResource workload) {
        return Labels.AGENT.equals(workload.get("spec", "template", "metadata", "labels", Labels.COMPONENT));
    }

    private static String subject(String namespace) {
        return namespace + "/suspended";
    }
}
