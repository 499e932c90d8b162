package io.wheelwright.lab.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.process.Await;
import io.wheelwright.status.Conditions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Spokes of one customer, and when each of them became Ready. */
final class SpokeFleet implements AutoCloseable, ResourceEventHandler<Spoke> {

    private static final String CUSTOMER = """
            apiVersion: wheelwright.io/v1alpha1
            kind: Product
            metadata:
              name: bench
            spec:
              displayName: Bench
              version: 1.0.0
              plans:
                - id: starter
                  displayName: Starter
                  limits: {maxProducts: 10}
                  resources:
                    quota: {cpu: "4", memory: 4Gi, storage: 20Gi}
                    components:
                      api: {cpu: 250m, memory: 256Mi}
                      database: {cpu: 500m, memory: 512Mi}
                    storage: 10Gi
            ---
            apiVersion: wheelwright.io/v1alpha1
            kind: Organization
            metadata:
              name: acme
            spec:
              displayName: Acme
              contactEmail: it@acme.example
            """;

    private static final String SPOKE = """
            apiVersion: wheelwright.io/v1alpha1
            kind: Spoke
            metadata:
              name: bench-%d
            spec:
              organizationRef: acme
              productRef: bench
              plan: starter
              adminEmail: admin@acme.example
            """;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Long> readyAt = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Spoke> watch;
    private int applied;

    SpokeFleet(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        apply(CUSTOMER);
        watch = client.resources(Spoke.class).inNamespace(namespace).inform(this);
    }

    void apply(int first, int count) {
        for (int i = first; i < first + count; i++) {
            apply(SPOKE.formatted(i));
        }
        applied += count;
    }

    /** Waits until all are Ready; how long after the beginning each one was, in order. */
    List<Duration> awaitReady(long begin, Duration patience) {
        if (!Await.until(patience, () -> readyAt.size() == applied)) {
            throw new IllegalStateException(readyAt.size() + " of " + applied + " spokes are Ready");
        }
        return readyAt.values().stream()
                .map(at -> Duration.ofNanos(at - begin))
                .sorted()
                .toList();
    }

    @Override
    public void onAdd(Spoke spoke) {
        if (isReady(spoke)) {
            readyAt.putIfAbsent(spoke.getMetadata().getName(), System.nanoTime());
        }
    }

    @Override
    public void onUpdate(Spoke before, Spoke now) {
        onAdd(now);
    }

    @Override
    public void onDelete(Spoke spoke, boolean unknown) {}

    @Override
    public void close() {
        watch.close();
    }

    private static boolean isReady(Spoke spoke) {
        return Optional.ofNullable(spoke.getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), "Ready"))
                .filter(ready -> ready.getStatus().equals("True"))
                .isPresent();
    }

    private void apply(String yaml) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            client.resource(object).create();
        }
    }
}
