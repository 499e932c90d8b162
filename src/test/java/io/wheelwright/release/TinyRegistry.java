package io.wheelwright.release;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wheelwright.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of the OCI distribution specification as pushing and pulling a chart needs, in memory. */
final class TinyRegistry implements AutoCloseable {

    private static final String TOKEN = "granted-to-everybody";

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final AtomicInteger pulls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile boolean asksForToken;

    private TinyRegistry(HttpServer server) {
        this.server = server;
    }

    static TinyRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TinyRegistry registry = new TinyRegistry(server);
        server.createContext("/v2/", registry::serve);
        server.createContext(
                "/token",
                exchange -> registry.answer(
                        exchange, 200, ("{\"token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8)));
        server.setExecutor(registry.threads);
        server.start();
        return registry;
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on only who brings a token may pull, as the public registries have it. */
    void askForToken() {
        asksForToken = true;
    }

    /** Replaces the content of every blob, as a registry that was broken into would. */
    void corrupt() {
        blobs.replaceAll((digest, content) -> "something else".getBytes(StandardCharsets.UTF_8));
    }

    int pulls() {
        return pulls.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath();
        boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
        if (asksForToken && reads && !("Bearer " + TOKEN).equals(header(exchange, "Authorization"))) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://%s/token\",service=\"tiny\",scope=\"repository:x:pull\""
                                    .formatted(authority()));
            answer(exchange, 401, new byte[0]);
        } else if (path.equals("/v2/")) {
            answer(exchange, 200, new byte[0]);
        } else if (path.contains("/manifests/")) {
            manifest(exchange, path, reads);
        } else if (reads) {
            found(exchange, blobs.get(path.substring(path.lastIndexOf('/') + 1)));
        } else {
            upload(exchange, uri, path);
        }
    }

    private void manifest(HttpExchange exchange, String path, boolean reads) throws IOException {
        if (reads) {
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            found(exchange, manifests.get(path));
            return;
        }
        byte[] content = exchange.getRequestBody().readAllBytes();
        String digest = "sha256:" + Digest.sha256(content);
        manifests.put(path, content);
        manifests.put(path.substring(0, path.lastIndexOf('/') + 1) + digest, content);
        exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
        exchange.getResponseHeaders().add("Location", path);
        answer(exchange, 201, new byte[0]);
    }

    private void upload(HttpExchange exchange, URI uri, String path) throws IOException {
        byte[] content = exchange.getRequestBody().readAllBytes();
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        if (exchange.getRequestMethod().equals("PUT")) {
            blobs.put(query.substring(query.indexOf("sha256:")), content);
            exchange.getResponseHeaders().add("Location", path);
            answer(exchange, 201, new byte[0]);
        } else {
            exchange.getResponseHeaders().add("Location", path + UUID.randomUUID());
            answer(exchange, 202, new byte[0]);
        }
    }

    private void found(HttpExchange exchange, byte[] content) throws IOException {
        if (content != null && exchange.getRequestMethod().equals("GET")) {
            pulls.incrementAndGet();
        }
        answer(exchange, content == null ? 404 : 200, content == null ? new byte[0] : content);
    }

    private void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
