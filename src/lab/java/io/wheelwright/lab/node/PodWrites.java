package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that the node writes to pods. Each write names the pod by its UID; one that comes too late, because the pod
 * is gone or another of the same name took its place, changes nothing and is no failure.
 */
final class PodWrites {

    private final KubernetesClient client;

    PodWrites(KubernetesClient client) {
        this.client = client;
    }

    /** Puts the pod on this node. */
    void bind(Pod pod) {
        unlessTooLate(() -> client.bindings()
                .inNamespace(pod.getMetadata().getNamespace())
                .resource(new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName())
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withUid(pod.getMetadata().getUid())
                        .endMetadata()
                        .withNewTarget()
                        .withKind("Node")
                        .withApiVersion("v1")
                        .withName(NodeIdentity.NAME)
                        .endTarget()
                        .build())
                .create());
    }

    /** Writes the status, and annotations with it: for pods the API server takes both in one request. */
    Optional<Pod> report(Pod pod, PodStatus status, Map<String, String> annotations) {
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .withAnnotations(annotations)
                .endMetadata()
                .withStatus(status)
                .build();
        return unlessTooLate(() -> client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** Ends the grace period of a pod that somebody deleted: the object disappears. */
    void remove(Pod pod) {
        unlessTooLate(() -> client.raw(
                "/api/v1/namespaces/%s/pods/%s"
                        .formatted(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName()),
                "DELETE",
                new DeleteOptionsBuilder()
                        .withApiVersion("v1")
                        .withKind("DeleteOptions")
                        .withGracePeriodSeconds(0L)
                        .withNewPreconditions()
                        .withUid(pod.getMetadata().getUid())
                        .endPreconditions()
                        .build()));
    }

    private static <T> Optional<T> unlessTooLate(Supplier<T> write) {
        try {
            return Optional.ofNullable(write.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404 || e.getCode() == 409) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
