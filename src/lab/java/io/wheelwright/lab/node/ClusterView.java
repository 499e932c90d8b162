package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the node knows of the cluster: one informer a kind, for all namespaces. */
final class ClusterView implements AutoCloseable {

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String WHEELWRIGHT = "wheelwright";
    private static final String SPOKE = "wheelwright.io/spoke";

    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Namespace> namespaces;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<ConfigMap> configMaps;
    private final SharedIndexInformer<Secret> secrets;
    private final SharedIndexInformer<PersistentVolumeClaim> claims;
    private final SharedIndexInformer<PersistentVolume> volumes;
    private final SharedIndexInformer<StorageClass> classes;

    ClusterView(KubernetesClient client) {
        pods = informer(client.pods().inAnyNamespace());
        namespaces = informer(client.namespaces());
        services = informer(client.services().inAnyNamespace());
        configMaps = informer(client.configMaps().inAnyNamespace());
        // Helm keeps its releases in Secrets, large and many; no pod mounts them.
        secrets = informer(client.secrets().inAnyNamespace().withoutField("type", "helm.sh/release.v1"));
        claims = informer(client.persistentVolumeClaims().inAnyNamespace());
        volumes = informer(client.persistentVolumes());
        classes = informer(client.storage().v1().storageClasses());
    }

    /** What to look at again after a change. */
    interface Changes {

        void pod(PodKey pod);

        void claim(PodKey claim);

        void volume(String name);
    }

    /** Reads everything once. */
    void start() {
        CompletableFuture.allOf(informers.stream()
                        .map(informer -> informer.start().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    /** Tells what there is, and from then on what changes. */
    void follow(Changes changes) {
        pods.addEventHandler(handler(pod -> changes.pod(PodKey.of(pod))));
        claims.addEventHandler(handler(claim -> {
            changes.claim(PodKey.of(claim));
            podsOf(claim.getMetadata().getNamespace()).forEach(changes::pod);
        }));
        volumes.addEventHandler(
                handler(volume -> changes.volume(volume.getMetadata().getName())));
        namespaces.addEventHandler(
                handler(namespace -> podsOf(namespace.getMetadata().getName()).forEach(changes::pod)));
        configMaps.addEventHandler(
                handler(config -> podsOf(config.getMetadata().getNamespace()).forEach(changes::pod)));
        secrets.addEventHandler(
                handler(secret -> podsOf(secret.getMetadata().getNamespace()).forEach(changes::pod)));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    Optional<Pod> pod(PodKey key) {
        return get(pods, key);
    }

    List<Pod> pods() {
        return pods.getStore().list();
    }

    List<PodKey> podsOf(String namespace) {
        return pods.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
                .map(PodKey::of)
                .toList();
    }

    Optional<Namespace> namespace(String name) {
        return Optional.ofNullable(namespaces.getStore().getByKey(name));
    }

    /** Whether a spoke lives there, or something else that Wheelwright runs. */
    boolean isOurs(String namespace) {
        Map<String, String> labels = namespace(namespace)
                .map(found -> found.getMetadata().getLabels())
                .orElse(Map.of());
        return WHEELWRIGHT.equals(labels.get(MANAGED_BY)) || labels.containsKey(SPOKE);
    }

    Optional<Service> service(String namespace, String name) {
        return get(services, new PodKey(namespace, name));
    }

    Optional<PersistentVolumeClaim> claim(PodKey key) {
        return get(claims, key);
    }

    Optional<PersistentVolume> volume(String name) {
        return Optional.ofNullable(volumes.getStore().getByKey(name));
    }

    Optional<StorageClass> storageClass(String name) {
        return Optional.ofNullable(name).map(classes.getStore()::getByKey);
    }

    ConfigObjects configOf(String namespace) {
        return new ConfigObjects() {
            @Override
            public Optional<Map<String, byte[]>> secret(String name) {
                return get(secrets, new PodKey(namespace, name)).map(Contents::of);
            }

            @Override
            public Optional<Map<String, byte[]>> configMap(String name) {
                return get(configMaps, new PodKey(namespace, name)).map(Contents::of);
            }
        };
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> kind) {
        // Try for ever: the API server may be away for a while.
        SharedIndexInformer<T> informer = kind.runnableInformer(0).exceptionHandler((started, failure) -> true);
        informers.add(informer);
        return informer;
    }

    private static <T> Optional<T> get(SharedIndexInformer<T> informer, PodKey key) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(key.namespace(), key.name())));
    }

    private static <T> ResourceEventHandler<T> handler(Consumer<T> changed) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed.accept(object);
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.accept(after);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                changed.accept(object);
            }
        };
    }
}
