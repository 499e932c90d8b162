package io.wheelwright.release;

import static io.wheelwright.release.TestHelm.chart;
import static io.wheelwright.release.TestHelm.config;
import static io.wheelwright.release.TestHelm.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.release.ReleaseException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helm on a real API server, with the hub's and the deployers' shipped rights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelmReleasesIT {

    private static final String RELEASE = "spoke";
    private static final int LOWEST_PRIORITY = 19;

    private final KubernetesClient admin = LabPlane.shared().client();
    private KubernetesClient hub;
    private Deployers deployers;
    private HelmPool pool;
    private HelmReleases releases;

    @BeforeAll
    void startPool() {
        hub = TestHelm.hub();
        deployers = new Deployers(hub, config("PT5M"));
        pool = new HelmPool(config("PT5M"));
        releases = TestHelm.releases(hub, deployers, pool);
    }

    @AfterAll
    void stopPool() {
        pool.stop(new ShutdownEvent());
        hub.close();
    }

    @Test
    void aReleaseIsInstalledUpgradedAndUninstalled() throws Exception {
        // Given
        ReleaseName name = room();
        ReleaseRequest hello = request(name, "harmless", Map.of("greeting", "hello", "count", 3, "share", 0.50));
        ReleaseRequest welcome = request(name, "harmless", Map.of("greeting", "welcome"));

        // When
        ReleaseRecord first = releases.deploy(hello);
        ReleaseRecord second = releases.deploy(welcome);

        // Then
        assertThat(first.status()).isEqualTo("deployed");
        assertThat(first.revision()).isEqualTo(1);
        assertThat(first.chart() + " " + first.chartVersion()).isEqualTo("harmless 1.0.0");
        assertThat(releases.isCurrent(first, hello)).isTrue();
        assertThat(releases.isCurrent(first, welcome)).isFalse();
        assertThat(second.revision()).isEqualTo(2);
        assertThat(releases.find(name)).contains(second);
        assertThat(harmless(name).getData()).containsEntry("greeting", "welcome");

        releases.uninstall(name);
        assertThat(releases.find(name)).isEmpty();
        assertThat(harmless(name)).isNull();
        releases.uninstall(name);
        assertThatNoCredentialIsLeft(name);
    }

    @Test
    void revisionsDoNotPileUp() throws Exception {
        // Given
        ReleaseName name = room();

        // When
        for (int count = 1; count <= 12; count++) {
            releases.deploy(request(name, "harmless", Map.of("count", count)));
        }

        // Then
        assertThat(releases.find(name)).map(ReleaseRecord::revision).contains(12);
        assertThat(admin.secrets()
                        .inNamespace(name.namespace())
                        .withLabel("owner", "helm")
                        .list()
                        .getItems())
                .hasSize(10);
    }

    @Test
    void failedUpgradesLeaveTheRunningVersionAloneAndDoNotPileUp() throws Exception {
        // Given
        ReleaseName name = room();
        releases.deploy(request(name, "harmless", Map.of("greeting", "hello")));

        // When
        for (int count = 1; count <= 12; count++) {
            Map<String, Object> values = Map.of("greeting", "never", "count", count);
            assertThat(refusal(request(name, "failing-upgrade", values)))
                    .hasMessageContaining("hook")
                    .extracting(ReleaseException::kind)
                    .isEqualTo(Kind.HOOK_FAILED);
        }

        // Then
        assertThat(harmless(name).getData()).containsEntry("greeting", "hello");
        assertThat(admin.secrets()
                        .inNamespace(name.namespace())
                        .withLabel("owner", "helm")
                        .list()
                        .getItems())
                .hasSizeLessThanOrEqualTo(11)
                .extracting(revision -> revision.getMetadata().getLabels().get("status"))
                .containsOnlyOnce("deployed");
        assertThat(releases.deploy(request(name, "harmless", Map.of("greeting", "again")))
                        .status())
                .isEqualTo("deployed");
        assertThat(harmless(name).getData()).containsEntry("greeting", "again");
    }

    @Test
    void whatAChartWritesAmongHelmsRecordsIsPassedOver() throws Exception {
        // Given
        ReleaseName name = room();
        ReleaseRecord first = releases.deploy(request(name, "harmless", Map.of("greeting", "hello")));

        // When
        forge(name, "garbage");

        // Then
        assertThat(releases.find(name)).contains(first);
        assertThat(releases.deploy(request(name, "harmless", Map.of("greeting", "again")))
                        .revision())
                .isEqualTo(2);
        releases.uninstall(name);
        assertThat(releases.find(name)).isEmpty();
    }

    @Test
    void helmNeverUnpacksWhatIsTooLargeForARecord() throws Exception {
        // Given
        ReleaseName name = room();
        ReleaseRecord first = releases.deploy(request(name, "harmless", Map.of("greeting", "hello")));

        // When
        forge(name, " ".repeat(StoredRelease.MOST_BYTES + 1));

        // Then
        assertThat(releases.find(name)).contains(first);
        assertThat(refusal(request(name, "harmless", Map.of("greeting", "again"))))
                .hasMessageContaining("Secret forged")
                .hasMessageContaining("delete it");
        assertThat(catchThrowableOfType(ReleaseException.class, () -> releases.uninstall(name)))
                .hasMessageContaining("Secret forged");
    }

    @Test
    void whatAKilledHubHasLeftIsSweptOnceItsTokenHasExpired() {
        // Given
        ReleaseName name = room();
        assertThat(deployers.credentials(name.namespace())).isNotNull();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11));

        // When
        deployers.sweep();

        // Then
        assertThat(bond(name)).as("of a call that may still go on").isNotNull();
        new Deployers(hub, config("PT5M"), later).sweep();
        assertThatNoCredentialIsLeft(name);
    }

    @Test
    void valuesThatDoNotFitTheSchemaAreRefused() {
        // Given
        ReleaseName name = room();

        // When
        ReleaseException refusal = refusal(request(name, "harmless", Map.of("greeting", 7)));

        // Then
        assertThat(refusal.kind()).isEqualTo(Kind.INVALID_VALUES);
        assertThat(refusal)
                .hasMessageContaining("greeting")
                .hasMessageNotContaining(pool.folder().toString());
        assertThat(harmless(name)).isNull();
    }

    @Test
    void aChartThatIsNotThePinnedOneIsRefused() {
        // Given
        ReleaseName name = room();
        ChartReference pinned = new ChartReference.Archive(chart("harmless"), Optional.of("sha256:" + "0".repeat(64)));

        // When
        ReleaseException refusal = refusal(new ReleaseRequest(name, pinned, Map.of()));

        // Then
        assertThat(refusal.kind()).isEqualTo(Kind.INVALID_CHART);
        assertThat(releases.find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hostile-cluster-scoped, clusterrolebindings",
        "hostile-other-namespace, namespace",
        "hostile-network-policy, networkpolicies",
        "hostile-role-binding, rolebindings"
    })
    void aHostileChartIsRefusedAsAWhole(String chart, String reason) {
        // Given
        ReleaseName name = room();
        String victim = room().namespace();

        // When
        ReleaseException refusal = refusal(request(name, chart, Map.of("victim", victim)));

        // Then
        assertThat(refusal.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refusal).hasMessageContaining(reason).hasMessageNotContaining("eyJ");
        assertThat(harmless(name)).as("the harmless part of the chart").isNull();
        assertThat(admin.rbac().clusterRoleBindings().withName("hostile").get()).isNull();
        assertThat(admin.configMaps().inNamespace(victim).withName("hostile").get())
                .isNull();
        assertThat(admin.network()
                        .networkPolicies()
                        .inNamespace(name.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(admin.rbac()
                        .roleBindings()
                        .inNamespace(name.namespace())
                        .withName("hostile")
                        .get())
                .isNull();
        assertThatNoCredentialIsLeft(name);
    }

    @Test
    @Tag("long")
    void anUpgradeThatNeverEndsIsEndedAtItsDeadlineAndTheNextOneSucceeds() throws Exception {
        // Given
        ReleaseName name = room();
        releases.deploy(request(name, "harmless", Map.of()));
        HelmPool impatient = new HelmPool(config("PT20S"));
        HelmReleases hasty = TestHelm.releases(hub, deployers, impatient);

        // When
        ReleaseException late = catchThrowableOfType(
                ReleaseException.class, () -> hasty.deploy(request(name, "hostile-endless-hook", Map.of())));

        // Then
        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(releases.find(name)).map(ReleaseRecord::status).contains("pending-upgrade");
        assertThatNoCredentialIsLeft(name);
        ReleaseRecord next = releases.deploy(request(name, "harmless", Map.of("greeting", "again")));
        assertThat(next.status()).isEqualTo("deployed");
        assertThat(harmless(name).getData()).containsEntry("greeting", "again");

        impatient.stop(new ShutdownEvent());
        assertThat(Files.exists(impatient.folder())).isFalse();
    }

    @Test
    void anInstallationThatIsKilledInTheMiddleIsMadeAnew() throws Exception {
        // Given
        ReleaseName name = room();
        HelmPool doomed = new HelmPool(config("PT5M"));
        HelmReleases interrupted = TestHelm.releases(hub, deployers, doomed);
        CompletableFuture<ReleaseException> failure = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                ReleaseException.class, () -> interrupted.deploy(request(name, "hostile-endless-hook", Map.of()))));
        await().atMost(Duration.ofSeconds(60)).until(() -> releases.find(name)
                .filter(record -> record.status().equals("pending-install"))
                .isPresent());

        int lower = Math.min(LOWEST_PRIORITY, niceness(ProcessHandle.current()) + 10);
        assertThat(processesOf(doomed))
                .as("who waits for an answer of the hub comes first")
                .isNotEmpty()
                .allSatisfy(child -> assertThat(niceness(child)).isEqualTo(lower));

        // When
        processesOf(doomed).forEach(ProcessHandle::destroyForcibly);

        // Then
        assertThat(failure.join().kind()).isEqualTo(Kind.OTHER);
        assertThatNoCredentialIsLeft(name);
        ReleaseRecord next = releases.deploy(request(name, "harmless", Map.of()));
        assertThat(next.status()).isEqualTo("deployed");
        assertThat(next.revision()).isEqualTo(1);
        doomed.stop(new ShutdownEvent());
    }

    @Test
    void callsInDifferentNamespacesShareFewProcesses() {
        // Given
        List<ReleaseName> names = IntStream.range(0, 5).mapToObj(each -> room()).toList();

        // When
        List<CompletableFuture<ReleaseRecord>> calls = names.stream()
                .map(name -> CompletableFuture.supplyAsync(() -> deployed(request(name, "harmless", Map.of()))))
                .toList();

        // Then
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.join().isDeployed()).isTrue());
        assertThat(processesOf(pool))
                .hasSizeLessThanOrEqualTo(config("PT5M").operations().concurrency());
    }

    private ReleaseName room() {
        return new ReleaseName(SpokeRoom.make(hub, deployers), RELEASE);
    }

    private ReleaseRecord deployed(ReleaseRequest request) {
        try {
            return releases.deploy(request);
        } catch (ReleaseException refused) {
            throw new AssertionError(refused);
        }
    }

    private ReleaseException refusal(ReleaseRequest request) {
        return catchThrowableOfType(ReleaseException.class, () -> releases.deploy(request));
    }

    private ConfigMap harmless(ReleaseName name) {
        return admin.configMaps()
                .inNamespace(name.namespace())
                .withName("harmless")
                .get();
    }

    private void forge(ReleaseName name, String content) {
        Secret forged = new SecretBuilder(StoredReleaseTest.stored(content))
                .withNewMetadata()
                .withName("forged")
                .withNamespace(name.namespace())
                .addToLabels(Map.of("owner", "helm", "name", name.name(), "version", "999999999"))
                .endMetadata()
                .withType("helm.sh/release.v1")
                .build();
        admin.resource(forged).create();
    }

    private void assertThatNoCredentialIsLeft(ReleaseName name) {
        assertThat(bond(name)).isNull();
    }

    private Secret bond(ReleaseName name) {
        return admin.secrets()
                .inNamespace("wheelwright-deployers")
                .withName(name.namespace())
                .get();
    }

    private static List<ProcessHandle> processesOf(HelmPool pool) {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains(pool.folder().toString()))
                .toList();
    }

    /** As /proc/[pid]/stat has it, behind the name in parentheses. */
    private static int niceness(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }
}
