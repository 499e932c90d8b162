package io.wheelwright.lab.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/** The projects' own release files, checked against the checksums beside them. */
final class Download implements Source {

    /** Where other servers than the projects' own can be named: mirrors, and tests. */
    static final String KUBERNETES = "wheelwright.lab.kubernetes-releases";

    static final String ETCD = "wheelwright.lab.etcd-releases";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofMinutes(10);

    private final URI kubernetes;
    private final URI etcd;
    private final Cache cache;
    private final Consumer<String> progress;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Download(URI kubernetes, URI etcd, Cache cache, Consumer<String> progress) {
        this.kubernetes = kubernetes;
        this.etcd = etcd;
        this.cache = cache;
        this.progress = progress;
    }

    static Download ofProjects(Cache cache, Consumer<String> progress) {
        return new Download(
                URI.create(System.getProperty(KUBERNETES, "https://dl.k8s.io/release")),
                URI.create(System.getProperty(ETCD, "https://github.com/etcd-io/etcd/releases/download")),
                cache,
                progress);
    }

    @Override
    public String description(Program program) {
        return program.isPublished() ? "download " + address(program) : "download";
    }

    @Override
    public Path find(Program program) throws NotHere {
        if (!program.isPublished()) {
            throw new NotHere("it is only built");
        }
        URI address = address(program);
        Path part = null;
        try {
            part = cache.newFile(program);
            String expected = checksum(program, address);
            progress.accept("downloading " + address);
            String actual = fetch(address, part);
            if (!actual.equals(expected)) {
                throw new NotHere("its SHA-256 is " + actual + ", but " + expected + " is published");
            }
            return program.isKubernetes() ? cache.keep(program, part) : unpack(program, part);
        } catch (IOException e) {
            throw new NotHere(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    private URI address(Program program) {
        Platform platform = cache.platform();
        if (program.isKubernetes()) {
            return URI.create(kubernetes + "/" + program.version() + "/bin/" + platform.os() + "/" + platform.arch()
                    + "/" + program.file());
        }
        String ending = platform.os().equals("linux") ? ".tar.gz" : ".zip";
        return URI.create(etcd + "/" + program.version() + "/" + archive(program) + ending);
    }

    private String archive(Program program) {
        return "etcd-" + program.version() + "-" + cache.platform();
    }

    /** Kubernetes publishes a checksum for each file, etcd one list for all files of a release. */
    private String checksum(Program program, URI address) throws IOException, NotHere {
        if (program.isKubernetes()) {
            return text(URI.create(address + ".sha256")).strip();
        }
        String file = Path.of(address.getPath()).getFileName().toString();
        return text(address.resolve("SHA256SUMS"))
                .lines()
                .map(line -> line.split("\\s+\\*?"))
                .filter(columns -> columns.length == 2 && columns[1].equals(file))
                .map(columns -> columns[0])
                .findFirst()
                .orElseThrow(() -> new NotHere("no checksum of " + file + " is published"));
    }

    private String text(URI address) throws IOException {
        return get(address, BodyHandlers.ofString()).body();
    }

    private String fetch(URI address, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream body =
                new DigestInputStream(get(address, BodyHandlers.ofInputStream()).body(), digest)) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private <T> HttpResponse<T> get(URI address, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            HttpResponse<T> response =
                    http.send(HttpRequest.newBuilder(address).timeout(WHOLE).build(), handler);
            if (response.statusCode() != 200) {
                throw new IOException(address + " answered " + response.statusCode());
            }
            return response;
        } catch (ConnectException e) {
            throw new IOException("no connection to " + address.getHost(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Path unpack(Program program, Path archive) throws IOException, NotHere {
        Path folder = Files.createTempDirectory(archive.getParent(), "unpack");
        String member = archive(program) + "/" + program.file();
        Path unpacked = folder.resolve(member);
        try {
            Command.run(Arrays.asList("tar", "-xf", archive.toString(), "-C", folder.toString(), member));
            return cache.keep(program, unpacked);
        } finally {
            delete(unpacked);
            delete(unpacked.getParent());
            delete(folder);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
