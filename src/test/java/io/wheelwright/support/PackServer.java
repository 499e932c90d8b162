package io.wheelwright.support;

import com.sun.net.httpserver.HttpServer;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where a publisher keeps its packs. */
public final class PackServer implements AutoCloseable {

    private final Map<String, String> served = new ConcurrentHashMap<>();
    private final Publisher publisher = new Publisher();
    private final HttpServer server;

    private PackServer(HttpServer server) {
        this.server = server;
    }

    public static PackServer start() throws IOException {
        PackServer packs =
                new PackServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        packs.server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = packs.served
                        .getOrDefault(exchange.getRequestURI().getPath(), "")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        packs.server.start();
        return packs;
    }

    /** The key that all it offers is signed with. */
    public String publicKey() {
        return publisher.publicKey();
    }

    /** Serves the content and returns what publishes it. */
    public String offer(String name, String version, String content) {
        return offer(name, version, content, content);
    }

    /** Serves something else than what is published. */
    public String offer(String name, String version, String published, String delivered) {
        String path = "/" + name + "/" + version;
        String sha256 = Digest.sha256(published);
        served.put(path, delivered);
        return Json.write(Map.of(
                "name",
                name,
                "version",
                version,
                "type",
                "logic",
                "url",
                "http://127.0.0.1:" + server.getAddress().getPort() + path,
                "sha256",
                sha256,
                "size",
                published.length(),
                "signature",
                publisher.sign(name, version, sha256)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
