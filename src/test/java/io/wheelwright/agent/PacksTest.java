package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.agent.protocol.UnresolvedPack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacksTest {
    private static final long LIMIT = 100;

    private final MovableClock clock = new MovableClock(LicenseSmith.NOW);
    private final Map<String, String> served = new ConcurrentHashMap<>();

    @TempDir
    Path data;

    private HttpServer server;
    private Packs packs;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                assertThat(exchange.getRequestHeaders()).doesNotContainKey("Authorization");
                String content = served.get(exchange.getRequestURI().getPath());
                byte[] body = content == null ? new byte[0] : content.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(content == null ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        packs = packs();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void installsReplacesAndRemoves() throws IOException {
        packs.follow(manifest("one", pack("reports", "1.0.0", "r1"), pack("@eu/labels", "1.0.0", "l1")));
        assertThat(packs.installed())
                .containsExactly(new InstalledPack("@eu/labels", "1.0.0"), new InstalledPack("reports", "1.0.0"));
        assertThat(data.resolve("packs/@eu/labels/1.0.0")).hasContent("l1");

        packs.follow(manifest("two", pack("reports", "1.1.0", "r2")));

        assertThat(packs.installed()).containsExactly(new InstalledPack("reports", "1.1.0"));
        assertThat(packs.manifestDigest()).isEqualTo("two");
        assertThat(files()).containsExactly("reports/1.1.0");
    }

    @Test
    void knowsWhatItHasAfterARestart() throws IOException {
        packs.follow(manifest("one", pack("reports", "1.0.0", "r1")));

        Packs again = packs();

        assertThat(again.installed()).containsExactly(new InstalledPack("reports", "1.0.0"));
        assertThat(again.manifestDigest()).isNull();
    }

    @Test
    void whatCannotBeInstalledHarmsNothingElse() throws IOException {
        packs.follow(manifest("one", pack("reports", "1.0.0", "r1")));
        ManifestPack corrupt = pack("reports", "1.1.0", "r2");
        served.put("/reports/1.1.0", "r!");
        ManifestPack longer = pack("longer", "1.0.0", "as it was published");
        served.put("/longer/1.0.0", "as it was published, and more");
        ManifestPack missing = pack("missing", "1.0.0", "m");
        served.remove("/missing/1.0.0");

        packs.follow(manifest(
                "two", corrupt, longer, missing, pack("large", "1.0.0", "x".repeat(101)), pack("good", "1.0.0", "g")));

        assertThat(packs.installed())
                .containsExactly(new InstalledPack("good", "1.0.0"), new InstalledPack("reports", "1.0.0"));
        assertThat(packs.problems())
                .containsExactly(
                        new PackProblem(
                                "reports", "1.1.0", "the download is corrupt: its SHA-256 is not the published one"),
                        new PackProblem("longer", "1.0.0", "it is larger than 19 bytes"),
                        new PackProblem("missing", "1.0.0", "its URL answers 404"),
                        new PackProblem("large", "1.0.0", "it is larger than 100 bytes"));
        assertThat(files()).containsExactly("good/1.0.0", "reports/1.0.0");
        assertThat(packs.isRequiredMissing()).isTrue();
    }

    @Test
    void triesAgainAfterAWhile() throws IOException {
        ManifestPack pack = pack("reports", "1.0.0", "r1");
        served.clear();
        packs.follow(manifest("one", pack));
        assertThat(packs.isRetryDue()).isFalse();
        clock.advance(Duration.ofMinutes(5));
        assertThat(packs.isRetryDue()).isTrue();

        served.put("/reports/1.0.0", "r1");
        packs.follow(manifest("one", pack));

        assertThat(packs.problems()).isNull();
        assertThat(packs.isRetryDue()).isFalse();
        assertThat(packs.isRequiredMissing()).isFalse();
    }

    @Test
    void saysWhetherThereIsSomethingNewToTell() throws IOException {
        Manifest sound = manifest("one", pack("reports", "1.0.0", "r1"));
        ManifestPack missing = pack("labels", "1.0.0", "l1");
        served.remove("/labels/1.0.0");

        assertThat(packs.follow(sound)).isTrue();
        assertThat(packs.follow(sound)).isFalse();
        assertThat(packs.follow(manifest("one", pack("reports", "1.0.0", "r1"), missing)))
                .isTrue();
        assertThat(packs.follow(manifest("one", pack("reports", "1.0.0", "r1"), missing)))
                .isFalse();
    }

    @Test
    void aFileThatWasDamagedIsFetchedAgain() throws IOException {
        packs.follow(manifest("one", pack("reports", "1.0.0", "r1")));
        Files.writeString(data.resolve("packs/reports/1.0.0"), "damaged");

        packs.follow(manifest("one", pack("reports", "1.0.0", "r1")));

        assertThat(data.resolve("packs/reports/1.0.0")).hasContent("r1");
    }

    @Test
    void keepsAPackThatHasNoPublishedVersionAnyMore() throws IOException {
        packs.follow(manifest("one", pack("reports", "1.0.0", "r1")));

        packs.follow(new Manifest("s", "two", List.of(), List.of(new UnresolvedPack("reports", "^2.0.0"))));

        assertThat(packs.installed()).containsExactly(new InstalledPack("reports", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a/../b", "/etc", "@eu/../x", ".hidden", "@eu"})
    void aNameNeverLeadsOutOfTheStore(String name) throws IOException {
        served.put("/x", "x");

        packs.follow(manifest("one", new ManifestPack(name, "1.0.0", "logic", true, url("/x"), sha256("x"), 1L)));

        assertThat(packs.problems()).hasSize(1);
        assertThat(packs.installed()).isEmpty();
    }

    private Packs packs() throws IOException {
        return new Packs(
                new PackStore(data), new PackDownload(LIMIT, Duration.ofMinutes(1)), new AgentJournal("acme"), clock);
    }

    private ManifestPack pack(String name, String version, String content) {
        served.put("/" + name + "/" + version, content);
        return new ManifestPack(name, version, "logic", true, url("/" + name + "/" + version), sha256(content), (long)
                content.length());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private List<String> files() throws IOException {
        Path root = data.resolve("packs");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Manifest manifest(String digest, ManifestPack... packs) {
        return new Manifest("s", digest, List.of(packs), List.of());
    }

    private static String sha256(String content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
