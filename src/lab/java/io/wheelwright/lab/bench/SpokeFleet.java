package io.wheelwright.lab.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.process.Await;
import io.wheelwright.status.Conditions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spokes of one customer, and when each of them came to where it was to come. */
final class SpokeFleet implements AutoCloseable, ResourceEventHandler<Spoke> {

    private static final String PRODUCT = "bench";
    private static final String CUSTOMER = "acme";

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Long> arrivedAt = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Spoke> watch;
    private volatile Goal goal = new Goal("starter", 1);
    private int applied;

    /** Where the spokes are to come to. */
    private record Goal(String plan, int revision) {

        Goal next() {
            return new Goal(plan.equals("starter") ? "growth" : "starter", revision + 1);
        }

        boolean isReached(SpokeStatus status) {
            return Conditions.find(status.conditions(), "Ready")
                            .filter(ready -> ready.getStatus().equals("True"))
                            .isPresent()
                    && plan.equals(status.plan())
                    && status.release() != null
                    && Integer.valueOf(revision).equals(status.release().revision());
        }
    }

    SpokeFleet(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        apply(Manifests.selling(PRODUCT, Manifests.plan("starter", 10, 4), Manifests.plan("growth", 50, 6)));
        apply(Manifests.organization(CUSTOMER));
        watch = client.resources(Spoke.class).inNamespace(namespace).inform(this);
    }

    void apply(int count) {
        for (int i = 0; i < count; i++) {
            apply(Manifests.spoke("instance-" + i, CUSTOMER, PRODUCT));
        }
        applied = count;
    }

    /** Asks for the other plan for all. */
    void changePlan() {
        goal = goal.next();
        arrivedAt.clear();
        for (int i = 0; i < applied; i++) {
            client.resources(Spoke.class)
                    .inNamespace(namespace)
                    .withName("instance-" + i)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"plan\":\"" + goal.plan() + "\"}}");
        }
    }

    /** Waits until so many are Ready, with the release of their plan. */
    void await(int count, Duration patience) {
        if (!Await.until(patience, () -> arrivedAt.size() >= count)) {
            throw new IllegalStateException(arrivedAt.size() + " of " + applied + " spokes are Ready");
        }
    }

    /** Waits until all are; how long after the beginning each one was, in order. */
    List<Duration> awaitAll(long begin, Duration patience) {
        await(applied, patience);
        return arrivedAt.values().stream()
                .map(at -> Duration.ofNanos(at - begin))
                .sorted()
                .toList();
    }

    @Override
    public void onAdd(Spoke spoke) {
        if (spoke.getStatus() != null && goal.isReached(spoke.getStatus())) {
            arrivedAt.putIfAbsent(spoke.getMetadata().getName(), System.nanoTime());
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

    private void apply(String yaml) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            client.resource(object).create();
        }
    }
}
