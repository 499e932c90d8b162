package io.wheelwright.release;

import com.marcnuri.helm.Helm;
import com.sun.net.httpserver.HttpServer;
import io.wheelwright.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A chart of the tests as a vendor publishes it: pushed to a registry by Helm, and beside an index on a web server. */
public final class PublishedChart implements AutoCloseable {

    private final String name;
    private final String version;
    private final String digest;
    private final TinyRegistry registry;
    private final HttpServer repository;

    private PublishedChart(String name, String version, byte[] archive, TinyRegistry registry, HttpServer repository) {
        this.name = name;
        this.version = version;
        this.digest = "sha256:" + Digest.sha256(archive);
        this.registry = registry;
        this.repository = repository;
    }

    /** Publishes the chart of that name and version of {@code src/test/charts}. */
    public static PublishedChart of(String name, String version) throws IOException {
        Path folder = Files.createTempDirectory("published");
        new Helm(Path.of("src/test/charts", name))
                .packageIt()
                .withDestination(folder)
                .call();
        Path archive = folder.resolve("%s-%s.tgz".formatted(name, version));
        TinyRegistry registry = TinyRegistry.start();
        Helm.push()
                .withChart(archive)
                .withRemote(URI.create("oci://" + registry.authority() + "/charts"))
                .plainHttp()
                .call();
        byte[] content = Files.readAllBytes(archive);
        return new PublishedChart(name, version, content, registry, serving(name, version, content));
    }

    /** What {@code wheelwright.charts.plain-http} has to be for a hub to fetch it. */
    public String plainHttp() {
        return registry.authority() + "," + authority();
    }

    public String digest() {
        return digest;
    }

    /** The fields of a product that is made from the registry's chart, if that has this digest. */
    public String fromRegistry(String expected) {
        return fields("OCI", "oci://" + registry.authority() + "/charts", expected);
    }

    /** The fields of a product that is made from the repository's chart, if that has this digest. */
    public String fromRepository(String expected) {
        return fields("Repository", "https://" + authority() + "/stable", expected);
    }

    @Override
    public void close() {
        registry.close();
        repository.stop(0);
    }

    private String fields(String source, String address, String expected) {
        return """
                agent: None
                chart:
                  source: %s
                  repository: %s
                  name: %s
                  version: %s
                  digest: %s
                """.formatted(source, address, name, version, expected);
    }

    private String authority() {
        return "127.0.0.1:" + repository.getAddress().getPort();
    }

    private static HttpServer serving(String name, String version, byte[] archive) throws IOException {
        String file = "%s-%s.tgz".formatted(name, version);
        String index = """
                apiVersion: v1
                entries:
                  %s:
                    - {name: %s, version: %s, urls: [%s]}
                """.formatted(name, name, version, file);
        Map<String, byte[]> site =
                Map.of("/stable/index.yaml", index.getBytes(StandardCharsets.UTF_8), "/stable/" + file, archive);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] content = site.get(exchange.getRequestURI().getPath());
            try (exchange) {
                exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
                if (content != null) {
                    exchange.getResponseBody().write(content);
                }
            }
        });
        server.start();
        return server;
    }
}
