package io.wheelwright.lab.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    private static final String KUBECTL = "/k/v1.35.4/bin/linux/amd64/kubectl";
    private static final String ETCD = "/e/v3.6.16/etcd-v3.6.16-linux-amd64.tar.gz";
    private static final String ETCD_SUMS = "/e/v3.6.16/SHA256SUMS";

    @TempDir
    Path directory;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> progress = new ArrayList<>();
    private HttpServer server;
    private Cache cache;

    @BeforeEach
    void serveFiles() throws IOException {
        cache = new Cache(directory.resolve("cache"), new Platform("linux", "amd64"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body == null ? new byte[0] : body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesTheFolderThenTheCacheThenTheDownload() throws Exception {
        publish(KUBECTL, "downloaded");
        Path downloaded = binaries(Optional.empty()).find(Program.KUBECTL);
        assertThat(downloaded).hasContent("downloaded").isExecutable();
        assertThat(progress).singleElement().asString().startsWith("downloading http://");

        files.clear();
        assertThat(binaries(Optional.empty()).find(Program.KUBECTL)).isEqualTo(downloaded);

        Path folder = executable(directory.resolve("assets/kubectl")).getParent();
        assertThat(binaries(Optional.of(folder)).find(Program.KUBECTL)).isEqualTo(folder.resolve("kubectl"));
    }

    @Test
    void aFolderThatLacksOneProgramStillGivesTheOthers() throws Exception {
        publish(KUBECTL, "downloaded");
        Path folder = executable(directory.resolve("assets/kube-apiserver")).getParent();
        Binaries binaries = binaries(Optional.of(folder));
        assertThat(binaries.find(Program.API_SERVER)).isEqualTo(folder.resolve("kube-apiserver"));
        assertThat(binaries.find(Program.KUBECTL)).hasContent("downloaded");
    }

    @Test
    void unpacksEtcdFromItsArchive() throws Exception {
        Path folder = executable(directory.resolve("release/etcd-v3.6.16-linux-amd64/etcd"))
                .getParent();
        Path archive = directory.resolve("etcd.tar.gz");
        Command.run(List.of(
                "tar",
                "-czf",
                archive.toString(),
                "-C",
                folder.getParent().toString(),
                folder.getFileName().toString()));
        files.put(ETCD, Files.readAllBytes(archive));
        files.put(ETCD_SUMS, bytes(sha256(files.get(ETCD)) + "  etcd-v3.6.16-linux-amd64.tar.gz\n"));
        assertThat(binaries(Optional.empty()).find(Program.ETCD))
                .hasContent("a program")
                .isExecutable();
    }

    @Test
    void keepsNothingWhoseChecksumDiffers() throws Exception {
        publish(KUBECTL, "published");
        files.put(KUBECTL, bytes("changed on the way"));
        assertThatThrownBy(() -> binaries(Optional.empty()).find(Program.KUBECTL))
                .hasMessageContaining("its SHA-256 is " + sha256(bytes("changed on the way")))
                .hasMessageContaining(sha256(bytes("published")) + " is published");
        assertThatThrownBy(() -> cache.find(Program.KUBECTL)).isInstanceOf(Source.NotHere.class);
        try (var left = Files.walk(cache.root())) {
            assertThat(left.filter(Files::isRegularFile))
                    .containsExactly(cache.root().resolve("lock"));
        }
    }

    @Test
    void saysOfEverySourceWhyItHasNone() {
        assertThatThrownBy(() -> binaries(Optional.empty()).find(Program.API_SERVER))
                .hasMessageContaining("kube-apiserver v1.35.4 was not found. Tried:")
                .hasMessageContaining("- KUBEBUILDER_ASSETS: not set")
                .hasMessageContaining("kubernetes-v1.35.4-linux-amd64: no kube-apiserver there yet")
                .hasMessageContaining("kube-apiserver.sha256 answered 404")
                .hasMessageContaining("- go build in " + directory.resolve("modules"));
    }

    @Test
    void aServerThatCannotBeReachedIsSaidToBe() {
        server.stop(0);
        assertThatThrownBy(() -> binaries(Optional.empty()).find(Program.ETCD))
                .hasMessageContaining("no connection to 127.0.0.1");
    }

    @Test
    void theGoModulesPinTheSameVersions() throws IOException {
        Path modules = Path.of("kubernetes", "local");
        assertThat(modules.resolve("go.mod")).content().contains("k8s.io/kubernetes " + Program.API_SERVER.version());
        assertThat(modules.resolve("etcd/go.mod"))
                .content()
                .contains("go.etcd.io/etcd/server/v3 " + Program.ETCD.version());
        assertThat(modules.resolve("stripe-mock/go.mod"))
                .content()
                .contains("github.com/stripe/stripe-mock " + Program.STRIPE_MOCK.version());
    }

    private Binaries binaries(Optional<Path> folder) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Binaries(
                new FolderSource(folder),
                cache,
                List.of(
                        new Download(base.resolve("/k"), base.resolve("/e"), cache, progress::add),
                        new GoBuild(directory.resolve("modules"), cache, progress::add)));
    }

    private void publish(String path, String content) {
        files.put(path, bytes(content));
        files.put(path + ".sha256", bytes(sha256(bytes(content))));
    }

    private static Path executable(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a program");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
