package io.wheelwright.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.lab.LabPlane;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client that tries everything once meets on its way to the API server. */
@Tag("long")
class FaultProxyIT {

    /** Longer than an answer takes that nobody delays, also of an API server that is busy. */
    private static final Duration LATER = Duration.ofSeconds(4);

    private static final int PATIENCE_MILLIS = 12_000;

    private final LabPlane plane = LabPlane.shared();
    private FaultProxy proxy;
    private KubernetesClient client;

    @BeforeEach
    void aClientThatGoesByTheProxy() {
        Config admin = plane.client().getConfiguration();
        proxy = plane.newFaultProxy();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(admin)
                        .withMasterUrl("https://127.0.0.1:" + proxy.port() + "/")
                        .withAutoOAuthToken(admin.getAutoOAuthToken())
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(PATIENCE_MILLIS)
                        .build())
                .build();
        of(client, "warm").get();
    }

    @AfterEach
    void end() {
        client.close();
        proxy.close();
    }

    @Test
    void onlyTheNamedReadOfThatObjectIsAnswered() {
        created("met");
        created("other");
        proxy.at(Call.to("get", "configmaps", "met"), 2, new Fault.Answer(500, status(500)));

        assertThat(of(client, "met").get()).isNotNull();
        assertThat(of(client, "other").get()).isNotNull();
        assertThat(of(client, "other").get()).isNotNull();
        assertThat(code(() -> of(client, "met").get())).isEqualTo(500);
        assertThat(of(client, "met").get()).isNotNull();
    }

    @Test
    void aCreationThatIsTooMuchIsNotPassedOn() {
        proxy.at(Call.to("create", "configmaps", "crowded"), 1, new Fault.Answer(429, status(429)));

        assertThat(code(() -> of(client, "crowded").create())).isEqualTo(429);
        assertThat(of(plane.client(), "crowded").get()).isNull();
        of(client, "crowded").create();

        assertThat(of(plane.client(), "crowded").get()).isNotNull();
    }

    @Test
    void theSecondChangeIsPassedOnLater() {
        created("late");
        proxy.at(Call.to("patch", "configmaps", "late"), 2, new Fault.Delay(LATER));

        assertThat(taken(() -> change("late", "1"))).isLessThan(LATER);
        assertThat(taken(() -> change("late", "2"))).isGreaterThanOrEqualTo(LATER);
        assertThat(taken(() -> change("late", "3"))).isLessThan(LATER);

        assertThat(of(plane.client(), "late").get().getData()).containsEntry("value", "3");
    }

    @Test
    void aDeletionThatIsDroppedIsNeverAnsweredAndNotMade() {
        created("kept");
        proxy.at(Call.to("delete", "configmaps", "kept"), 1, new Fault.Drop());

        Duration waited = taken(() ->
                assertThatThrownBy(() -> of(client, "kept").delete()).isInstanceOf(KubernetesClientException.class));
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(PATIENCE_MILLIS));
        assertThat(of(plane.client(), "kept").get()).isNotNull();
        of(client, "kept").delete();

        assertThat(of(plane.client(), "kept").get()).isNull();
    }

    @Test
    void aConnectionThatBreaksIsKnownAsSuchAndNothingIsMade() {
        proxy.at(Call.to("create", "configmaps", "broken"), 1, new Fault.Reset());

        assertThatThrownBy(() -> of(client, "broken").create())
                .isInstanceOf(KubernetesClientException.class)
                .rootCause()
                .isNotInstanceOf(TimeoutException.class);
        assertThat(of(plane.client(), "broken").get()).isNull();
        of(client, "broken").create();

        assertThat(of(plane.client(), "broken").get()).isNotNull();
    }

    @Test
    void aWatchMeetsWhatWasAskedFor() {
        proxy.at(Call.to("watch", "configmaps"), 1, new Fault.Answer(403, status(403)));
        proxy.at(Call.to("watch", "configmaps"), 2, new Fault.Delay(LATER));
        Set<String> seen = ConcurrentHashMap.newKeySet();

        assertThat(code(() -> watch(seen))).isEqualTo(403);
        long asked = System.nanoTime();
        try (Watch late = watch(seen)) {
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(LATER);
            created("watched");

            await().atMost(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).until(() -> seen.contains("watched"));
        }
    }

    private Watch watch(Set<String> seen) {
        return client.configMaps().inNamespace("default").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                seen.add(object.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed");
            }
        });
    }

    private void created(String name) {
        of(plane.client(), name).create();
    }

    private void change(String name, String value) {
        of(client, name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"value\": \"%s\"}}".formatted(value));
    }

    private static Resource<ConfigMap> of(KubernetesClient client, String name) {
        return client.configMaps()
                .inNamespace("default")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build());
    }

    private static int code(ThrowingCallable call) {
        return catchThrowableOfType(KubernetesClientException.class, call).getCode();
    }

    private static Duration taken(Runnable call) {
        long begin = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String status(int code) {
        return """
                {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": %d, "message": "as the test says"}
                """.formatted(code);
    }
}
