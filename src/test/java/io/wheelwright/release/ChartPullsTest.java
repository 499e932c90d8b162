package io.wheelwright.release;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.release.ReleaseException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts from servers on this machine: a repository as any web server makes one, and a registry that Helm pushes to. */
class ChartPullsTest {

    private static final String OTHER = "sha256:" + "0".repeat(64);

    @TempDir
    Path folder;

    private final Map<String, byte[]> site = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer web;
    private TinyRegistry registry;
    private ChartPulls pulls;
    private Charts charts;
    private Path archive;
    private String digest;

    @BeforeEach
    void publishAChart() throws IOException {
        registry = TinyRegistry.start();
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(threads);
        web.createContext("/", exchange -> {
            requests.incrementAndGet();
            if (exchange.getRequestURI().getPath().startsWith("/hangs/")) {
                awaitQuietly();
            }
            byte[] content = site.get(exchange.getRequestURI().getPath());
            try (exchange) {
                exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
                if (content != null) {
                    exchange.getResponseBody().write(content);
                }
            }
        });
        web.start();
        archive = packed();
        digest = "sha256:" + Digest.sha256(Files.readAllBytes(archive));
        site.put("/stable/charts/harmless-1.0.0.tgz", Files.readAllBytes(archive));
        site.put("/stable/index.yaml", index("charts/harmless-1.0.0.tgz", digest.substring("sha256:".length())));
        pulls = new ChartPulls(config(web(), registry.authority()));
        charts = new Charts(pulls);
    }

    @AfterEach
    void stop() {
        hanging.countDown();
        pulls.stop(new ShutdownEvent());
        web.stop(0);
        threads.shutdownNow();
        registry.close();
    }

    @Test
    void aChartComesFromARepository() throws Exception {
        Charts.Located located = fetched(repository("/stable", Optional.of(digest)));

        assertThat(located.name() + " " + located.version()).isEqualTo("harmless 1.0.0");
        assertThat(located.path()).hasSameBinaryContentAs(archive);
    }

    @Test
    void aChartComesFromARegistryToWhichHelmPushedIt() throws Exception {
        push();

        Charts.Located located = fetched(registry(Optional.of(digest)));

        assertThat(located.path()).hasSameBinaryContentAs(archive);
    }

    @Test
    void aRegistryThatGivesATokenToEverybodyIsAskedForOne() throws Exception {
        push();
        registry.askForToken();

        assertThat(fetched(registry(Optional.empty())).path()).hasSameBinaryContentAs(archive);
    }

    @Test
    void isFetchedOnceHoweverManyAskForIt() throws Exception {
        push();
        fetched(registry(Optional.of(digest)));
        int first = registry.pulls();

        for (int time = 0; time < 20; time++) {
            fetched(registry(Optional.of(digest)));
        }

        assertThat(registry.pulls()).isEqualTo(first);
    }

    @Test
    void otherContentThanThePinnedIsRefused() {
        ReleaseException refusal = refusal(repository("/stable", Optional.of(OTHER)));

        assertThat(refusal.kind()).isEqualTo(Kind.INVALID_CHART);
        assertThat(refusal).hasMessageContaining("spec.chart.digest").hasMessageContaining(digest);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void otherContentThanTheRepositoryOrRegistryPromisesIsRefused() throws Exception {
        push();
        registry.corrupt();
        site.put("/stable/charts/harmless-1.0.0.tgz", new byte[] {1, 2, 3});

        assertThat(refusal(repository("/stable", Optional.empty()))).hasMessageContaining("repository says");
        assertThat(refusal(registry(Optional.empty()))).hasMessageContaining("registry says");
    }

    @Test
    void anArchiveThatHoldsAnotherChartIsRefused() {
        site.put("/renamed/charts/harmless-1.0.0.tgz", site.get("/stable/charts/harmless-1.0.0.tgz"));
        site.put(
                "/renamed/index.yaml",
                new String(index("charts/harmless-1.0.0.tgz", ""), StandardCharsets.UTF_8)
                        .replace("version: 1.0.0", "version: 9.9.9")
                        .getBytes(StandardCharsets.UTF_8));
        ChartReference.Remote renamed =
                new ChartReference.Remote("https://" + web() + "/renamed", "harmless", "9.9.9", Optional.empty());

        assertThat(refusal(renamed)).hasMessageContaining("harmless 9.9.9 holds harmless 1.0.0");
    }

    @Test
    void whatIsNotThereMayComeLater() {
        assertThat(refusal(repository("/nowhere", Optional.empty())))
                .satisfies(failure -> assertThat(failure.countsAsAttempt()).isFalse())
                .hasMessageContaining("answered 404");
        assertThat(refusal(registry(Optional.empty()))).hasMessageContaining("answered 404");
    }

    @Test
    void aServerThatIsDownIsNotAskedByEverySpoke() {
        ChartReference.Remote missing = repository("/nowhere", Optional.empty());
        refusal(missing);
        int first = requests.get();

        refusal(missing);
        refusal(missing);

        assertThat(requests).hasValue(first);
    }

    @Test
    void whatIsNotEncryptedIsRefusedUnlessTheHostIsNamed() {
        ChartPulls strict = new ChartPulls(config("elsewhere.example"));
        ChartReference.Remote plain = repository("/stable", Optional.empty());
        AtomicReference<ReleaseException> refusal = new AtomicReference<>();

        await().until(() -> !fails(new Charts(strict), plain, refusal).equals(Optional.of(Kind.FETCHING)));

        assertThat(refusal.get().kind()).isEqualTo(Kind.CHART_UNAVAILABLE);
        strict.stop(new ShutdownEvent());
    }

    @Test
    void anArchiveByPlainHttpInTheIndexIsRefused() {
        site.put("/stable/index.yaml", index("http://elsewhere.example/harmless-1.0.0.tgz", ""));

        assertThat(refusal(repository("/stable", Optional.empty())))
                .hasMessageContaining("not encrypted")
                .hasMessageContaining("wheelwright.charts.plain-http");
    }

    @Test
    void whatIsTooLargeIsGivenUp() {
        site.put("/stable/charts/harmless-1.0.0.tgz", new byte[21 * 1024 * 1024]);

        assertThat(refusal(repository("/stable", Optional.empty()))).hasMessageContaining("larger than 20 MiB");
    }

    @Test
    void aRepositoryMayHaveManyCharts() throws Exception {
        String others = "  other:\n"
                + "  - {version: 1.0.0, description: \"%s\"}\n"
                        .formatted("x".repeat(60))
                        .repeat(50_000);
        site.put(
                "/stable/index.yaml",
                (new String(site.get("/stable/index.yaml"), StandardCharsets.UTF_8) + others)
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(fetched(repository("/stable", Optional.of(digest))).name()).isEqualTo("harmless");
    }

    @Test
    void anArchiveThatWasTakenAwayIsFetchedAgain() throws Exception {
        ChartReference.Remote chart = repository("/stable", Optional.of(digest));
        Files.delete(fetched(chart).path());

        assertThat(fetched(chart).path()).hasSameBinaryContentAs(archive);
    }

    @Test
    void aServerThatHangsHoldsUpNobodyElse() throws Exception {
        ChartReference.Remote hangs = repository("/hangs", Optional.empty());

        assertThat(fails(charts, hangs, new AtomicReference<>())).contains(Kind.FETCHING);

        assertThat(fetched(repository("/stable", Optional.empty())).name()).isEqualTo("harmless");
        assertThat(refusal(hangs)).hasMessageContaining("did not answer within 3 s");
    }

    private Charts.Located fetched(ChartReference.Remote chart) throws ReleaseException {
        await().atMost(SOON)
                .until(() -> !fails(charts, chart, new AtomicReference<>()).equals(Optional.of(Kind.FETCHING)));
        return charts.locate(chart, folder);
    }

    private ReleaseException refusal(ChartReference.Remote chart) {
        AtomicReference<ReleaseException> refusal = new AtomicReference<>();
        await().atMost(SOON).until(() -> !fails(charts, chart, refusal).equals(Optional.of(Kind.FETCHING)));
        return refusal.get();
    }

    private Optional<Kind> fails(Charts among, ChartReference.Remote chart, AtomicReference<ReleaseException> refusal) {
        try {
            among.locate(chart, folder);
            return Optional.empty();
        } catch (ReleaseException failure) {
            refusal.set(failure);
            return Optional.of(failure.kind());
        }
    }

    private ChartReference.Remote repository(String path, Optional<String> pin) {
        return new ChartReference.Remote("https://" + web() + path, "harmless", "1.0.0", pin);
    }

    private ChartReference.Remote registry(Optional<String> pin) {
        return new ChartReference.Remote("oci://" + registry.authority() + "/charts", "harmless", "1.0.0", pin);
    }

    private void push() {
        Helm.push()
                .withChart(archive)
                .withRemote(URI.create("oci://" + registry.authority() + "/charts"))
                .plainHttp()
                .call();
    }

    private Path packed() throws IOException {
        Path target = Files.createTempDirectory("packed");
        new Helm(Path.of("src/test/charts/harmless"))
                .packageIt()
                .withDestination(target)
                .call();
        return target.resolve("harmless-1.0.0.tgz");
    }

    private String web() {
        return "127.0.0.1:" + web.getAddress().getPort();
    }

    private void awaitQuietly() {
        try {
            hanging.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] index(String url, String digest) {
        return """
                apiVersion: v1
                entries:
                  harmless:
                    - name: harmless
                      version: 0.9.0
                      urls: [charts/harmless-0.9.0.tgz]
                    - name: harmless
                      version: 1.0.0
                      digest: "%s"
                      urls: ["%s"]
                """.formatted(digest, url).getBytes(StandardCharsets.UTF_8);
    }

    private static WheelwrightConfig config(String... plainHttp) {
        return new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .withDefaultValue("wheelwright.charts.plain-http", String.join(",", plainHttp))
                .withDefaultValue("wheelwright.charts.timeout", "PT3S")
                .build()
                .getConfigMapping(WheelwrightConfig.class);
    }
}
