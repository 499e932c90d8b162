package io.wheelwright.product;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.api.v1alpha1.PlanStatus;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductStatus;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a Product's status tells of its plans and its spokes. No pod has to run for that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductStatusIT {

    private Hub hub;

    @BeforeAll
    void aHub() {
        hub = Hub.start(LabPlane.shared(), "product", Map.of());
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void countsItsSpokesInFewWrites() {
        hub.apply(Manifests.product("counted"));
        awaitSpokes("counted", 0);
        Set<String> versions = ConcurrentHashMap.newKeySet();
        try (Watch watch = watch("counted", versions)) {
            IntStream.range(0, 30).forEach(number -> hub.apply(Manifests.spoke("c-" + number, "nobody", "counted")));
            awaitSpokes("counted", 30);
            assertThat(versions).as("versions of the Product").hasSizeBetween(1, 10);
        }
        hub.resource(Spoke.class, "c-7").delete();
        awaitSpokes("counted", 29);
    }

    @Test
    void tellsWhatItsPlansResolveTo() {
        hub.rows("insert into packs (name, version, type, url, sha256, size, published_at) values"
                + " ('logic-core', '1.4.0', 'logic', 'https://packs.example/a', 'aa', 1, now()),"
                + " ('logic-core', '2.0.0', 'logic', 'https://packs.example/b', 'bb', 1, now()) returning 1");

        hub.apply(Manifests.product("packed", """
                packs:
                  - {name: logic-core, version: "^1.0.0", type: logic, required: true}
                  - {name: unpublished, version: "^1.0.0", type: driver}
                """));

        await().atMost(SOON).untilAsserted(() -> assertThat(
                        Optional.ofNullable(product("packed").getStatus())
                                .map(ProductStatus::plans)
                                .orElse(List.of()))
                .containsExactly(new PlanStatus("starter", List.of(new PackStatus("logic-core", "1.4.0")))));
    }

    @Test
    void aSnapshotThatSomebodyRemovesComesBack() {
        hub.apply(Manifests.product("kept"));
        var snapshot = hub.cluster()
                .apps()
                .controllerRevisions()
                .inNamespace(hub.space().fleetNamespace())
                .withName("kept-1.0.0");
        await().atMost(SOON).until(() -> snapshot.get() != null);

        snapshot.delete();

        await().atMost(SOON).until(() -> snapshot.get() != null);
    }

    private void awaitSpokes(String name, int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Optional.ofNullable(product(name).getStatus())
                        .filter(status -> Integer.valueOf(count).equals(status.spokes()))
                        .isPresent());
    }

    private Product product(String name) {
        return hub.resource(Product.class, name).require();
    }

    private Watch watch(String name, Set<String> versions) {
        return hub.resource(Product.class, name).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Product product) {
                versions.add(product.getMetadata().getResourceVersion());
            }

            @Override
            public void onClose(WatcherException broken) {
                versions.clear();
            }
        });
    }
}
