package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A namespace as a spoke has it, and what a test wants to know of its pods. */
record SpokeNamespace(KubernetesClient client, String name) {

    static SpokeNamespace create(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("app.kubernetes.io/managed-by", "wheelwright")
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        client.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
        return new SpokeNamespace(client, name);
    }

    void apply(String file) {
        load(file).forEach(object -> client.resource(object).inNamespace(name).create());
    }

    void applyWithoutSecrets(String file) {
        load(file).stream()
                .filter(object -> !(object instanceof Secret))
                .forEach(object -> client.resource(object).inNamespace(name).create());
    }

    void putSecret(String secret, Map<String, String> values) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secret)
                        .withNamespace(name)
                        .endMetadata()
                        .withStringData(values)
                        .build())
                .createOr(existing -> existing.update());
    }

    void fault(String wish) {
        client.namespaces().withName(name).edit(namespace -> {
            namespace.getMetadata().getAnnotations().put(Fault.ANNOTATION, wish);
            return namespace;
        });
    }

    void delete() {
        client.namespaces().withName(name).delete();
        client.namespaces().withName(name).waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
    }

    /** Ends what runs here and leaves the rest to the namespace's deletion, which takes its time. */
    void abandon() {
        client.namespaces().withName(name).delete();
        client.pods().inNamespace(name).withGracePeriod(0).delete();
    }

    List<Pod> pods() {
        return client.pods().inNamespace(name).list().getItems();
    }

    /** The one pod. */
    Pod pod() {
        List<Pod> pods = pods();
        if (pods.size() != 1) {
            throw new AssertionError("one pod expected, not " + pods.size());
        }
        return pods.get(0);
    }

    Resource<PersistentVolumeClaim> claim(String claim) {
        return client.persistentVolumeClaims().inNamespace(name).withName(claim);
    }

    Optional<ContainerStatus> container(String container) {
        return pods().stream()
                .map(Pod::getStatus)
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()))
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }

    boolean isReady(String container) {
        return container(container).filter(ContainerStatus::getReady).isPresent();
    }

    boolean isRunning(String container) {
        return container(container)
                .filter(status -> status.getState().getRunning() != null)
                .isPresent();
    }

    boolean isWaiting(String container, String reason) {
        return container(container)
                .map(status -> status.getState().getWaiting())
                .filter(waiting -> reason.equals(waiting.getReason()))
                .isPresent();
    }

    boolean is(String condition, String status) {
        return pods().stream()
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(found -> found.getType().equals(condition))
                .map(PodCondition::getStatus)
                .anyMatch(status::equals);
    }

    /** Addresses that Services of this namespace lead to. */
    List<String> readyEndpoints() {
        return client.discovery().v1().endpointSlices().inNamespace(name).list().getItems().stream()
                .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
                .filter(endpoint -> endpoint.getConditions().getReady())
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .toList();
    }

    private List<HasMetadata> load(String file) {
        try (InputStream stream = SpokeNamespace.class.getResourceAsStream(file)) {
            return client.load(stream).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
