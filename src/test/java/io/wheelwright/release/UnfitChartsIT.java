package io.wheelwright.release;

import static io.wheelwright.release.TestHelm.config;
import static io.wheelwright.release.TestHelm.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.release.ReleaseException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts that cannot be used: the reason says why, and nothing outside their namespace is another than before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfitChartsIT {

    private static final Pattern UID = Pattern.compile("\"uid\":\"[-0-9a-f]+\"");

    private final KubernetesClient admin = LabPlane.shared().client();
    private final KubernetesClient hub = TestHelm.hub();
    private final Deployers deployers = new Deployers(hub, config("PT5M"));
    private HelmPool pool;
    private HelmReleases releases;

    @BeforeAll
    void startPool() {
        pool = new HelmPool(config("PT5M"));
        releases = TestHelm.releases(hub, deployers, pool);
    }

    @AfterAll
    void stopPool() {
        pool.stop(new ShutdownEvent());
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hostile-lookup, FORBIDDEN, secrets",
        "hostile-hook, FORBIDDEN, clusterrolebindings",
        "hostile-quota, FORBIDDEN, resourcequotas",
        "hostile-external-ip, FORBIDDEN, externalIPs",
        "hostile-external-name, FORBIDDEN, ExternalName",
        "hostile-ingress, FORBIDDEN, only have the host of its own spoke",
        "hostile-default-backend, FORBIDDEN, defaultBackend",
        "broken-kind, INVALID_CHART, does not know",
        "broken-template, INVALID_CHART, x.yaml",
        "broken-service, INVALID_CHART, 99999",
    })
    void isRefused(String chart, Kind kind, String named) {
        // Given
        ReleaseName name = room();
        List<String> before = outside();

        // When
        ReleaseException refusal =
                catchThrowableOfType(ReleaseException.class, () -> releases.deploy(request(name, chart, Map.of())));

        // Then
        assertThat(refusal)
                .hasMessageContaining(named)
                .hasMessageNotContaining(Path.of("").toAbsolutePath().toString());
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(outside()).isEqualTo(before);
    }

    @Test
    void kindsThatAChartBringsAlongAreLeftOut() throws Exception {
        // Given
        ReleaseName name = room();
        List<String> before = outside();

        // When
        releases.deploy(request(name, "hostile-crd", Map.of()));

        // Then
        assertThat(outside()).isEqualTo(before);
    }

    @Test
    @Tag("long")
    void anUninstallationThatWasEndedInTheMiddleIsFinishedByTheNextDeployment() throws Exception {
        // Given
        ReleaseName name = room();
        releases.deploy(request(name, "endless-farewell", Map.of()));
        HelmPool impatient = new HelmPool(config("PT15S"));
        HelmReleases hasty = TestHelm.releases(hub, deployers, impatient);

        // When
        ReleaseException late = catchThrowableOfType(ReleaseException.class, () -> hasty.uninstall(name));

        // Then
        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(releases.find(name)).map(ReleaseRecord::status).contains("uninstalling");
        assertThat(releases.deploy(request(name, "harmless", Map.of())).status())
                .isEqualTo("deployed");
        impatient.stop(new ShutdownEvent());
    }

    @Test
    @Tag("long")
    void aHookThatNeverEndsHoldsUpNobodyElse() throws Exception {
        // Given
        HelmPool impatient = new HelmPool(config("PT20S"));
        HelmReleases hasty = TestHelm.releases(hub, deployers, impatient);
        ReleaseName endless = room();
        ReleaseName other = room();
        CompletableFuture<ReleaseException> held = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                ReleaseException.class, () -> hasty.deploy(request(endless, "hostile-endless-hook", Map.of()))));
        await().atMost(Duration.ofMinutes(1)).until(() -> releases.find(endless).isPresent());

        // When
        ReleaseRecord deployed = hasty.deploy(request(other, "harmless", Map.of()));

        // Then
        assertThat(held).isNotDone();
        assertThat(deployed.status()).isEqualTo("deployed");
        assertThat(held.join().kind()).isEqualTo(Kind.TIMEOUT);
        impatient.stop(new ShutdownEvent());
    }

    /** They come back from Helm's record through Go's numbers and are still the same. */
    @Test
    void valuesAreKnownAgain() throws Exception {
        // Given
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("long", 9_007_199_254_740_993L);
        values.put("million", 1_000_000);
        values.put("tiny", 1e-9);
        values.put("digits", "1e3");
        values.put("dotted.key", Map.of("inner", List.of(1, "two", true)));
        values.put("nothing", null);
        values.put("nothings", Arrays.asList(null, "null"));
        values.put("empty", Map.of());
        values.put("text", "a \"quoted\"\nline, ü and \\");
        ReleaseRequest request = request(room(), "harmless", values);

        // When
        ReleaseRecord deployed = releases.deploy(request);

        // Then
        assertThat(deployed.valuesDigest()).isEqualTo(request.valuesDigest());
    }

    private ReleaseName room() {
        return new ReleaseName(SpokeRoom.make(hub, deployers), "spoke");
    }

    /** What a chart has no business with, as the API server lists it. */
    private List<String> outside() {
        return Stream.of(
                        "/api/v1/namespaces/kube-system/configmaps",
                        "/api/v1/namespaces/kube-system/secrets",
                        "/api/v1/namespaces/wheelwright-deployers/secrets",
                        "/api/v1/resourcequotas",
                        "/apis/networking.k8s.io/v1/networkpolicies",
                        "/apis/rbac.authorization.k8s.io/v1/rolebindings",
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
                .map(path -> path + " " + uids(admin.raw(path)))
                .toList();
    }

    private static List<String> uids(String list) {
        return UID.matcher(list).results().map(MatchResult::group).sorted().toList();
    }
}
