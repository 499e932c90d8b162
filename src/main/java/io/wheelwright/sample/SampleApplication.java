package io.wheelwright.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wheelwright.agent.PromptServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A product small enough to read in a minute. It shows what a product does in a spoke: it counts at {@code /usage}, it
 * hands out its data at {@code /export}, and it refuses writes while the agent says that it may only read.
 */
public final class SampleApplication implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final int LONGEST_BODY = 4096;

    private final ObjectMapper json = new ObjectMapper();
    private final Products products = new Products();
    private final AccessSource access;
    private final HttpServer server;

    private SampleApplication(InetSocketAddress listen, AccessSource access) throws IOException {
        this.access = access;
        server = PromptServer.at(listen);
        serve("/", Map.of("GET", this::statusPage));
        serve("/healthz", Map.of("GET", exchange -> reply(exchange, 200, Map.of("status", "ok"))));
        serve("/usage", Map.of("GET", this::usage));
        serve("/export", Map.of("GET", this::export));
        serve("/api/products", Map.of("GET", this::list, "POST", this::add));
    }

    /**
     * Starts the application.
     *
     * @param env the environment: {@code WHEELWRIGHT_LISTEN}, and {@code WHEELWRIGHT_AGENT_URL} or
     *     {@code WHEELWRIGHT_SHARED_DIR}
     * @param root what the paths of the environment are resolved below: {@code /} in a container
     */
    public static SampleApplication start(Map<String, String> env, Path root) throws IOException {
        String listen = env.getOrDefault("WHEELWRIGHT_LISTEN", "0.0.0.0:8080");
        int colon = listen.lastIndexOf(':');
        SampleApplication application = new SampleApplication(
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))),
                accessSource(env, root));
        application.server.start();
        return application;
    }

    /** Where the application listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Runs as a process of its own until it is told to stop. */
    public static void main(String[] args) throws IOException, InterruptedException {
        SampleApplication application = start(System.getenv(), Path.of("/"));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            application.close();
            stopped.countDown();
        }));
        stopped.await();
    }

    private static AccessSource accessSource(Map<String, String> env, Path root) {
        String agent = env.get("WHEELWRIGHT_AGENT_URL");
        if (agent != null) {
            return AccessSource.agent(URI.create(agent));
        }
        Path shared = Path.of("/").relativize(Path.of(env.getOrDefault("WHEELWRIGHT_SHARED_DIR", "/run/wheelwright")));
        return AccessSource.file(root.resolve(shared).resolve("access.json"));
    }

    private void statusPage(HttpExchange exchange) throws IOException {
        Access now = access.current();
        String page = "<!doctype html><html lang=\"en\"><title>Sample</title><h1>It runs</h1>"
                + "<p>Access: <strong>%s</strong>. %s</p><p>Products: %d</p></html>%n"
                        .formatted(
                                escaped(now.access()),
                                escaped(now.message()),
                                products.all().size());
        reply(exchange, 200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private void usage(HttpExchange exchange) throws IOException {
        reply(
                exchange,
                200,
                Map.of("gauges", Map.of("product_count", products.all().size(), "user_count", 1)));
    }

    private void export(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"export.json\"");
        list(exchange);
    }

    private void list(HttpExchange exchange) throws IOException {
        reply(exchange, 200, Map.of("products", products.all()));
    }

    private void add(HttpExchange exchange) throws IOException {
        Access now = access.current();
        if (!now.mayWrite()) {
            String todo = "This instance may not change data now (access " + now.access() + "). " + now.message()
                    + " Reading and /export still work; see the customer portal to get full access back.";
            reply(exchange, 403, Map.of("error", todo));
            return;
        }
        String name = productName(exchange);
        if (name.isBlank()) {
            reply(exchange, 400, Map.of("error", "Send {\"name\": \"...\"} with at most 4096 bytes."));
        } else if (products.add(name)) {
            reply(exchange, 201, Map.of("name", name));
        } else {
            reply(exchange, 409, Map.of("error", "The sample keeps no more products than it has."));
        }
    }

    private String productName(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
        try {
            JsonNode product = json.readTree(body);
            return product.path("name").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Map<String, Handler> methods) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    reply(exchange, 404, Map.of("error", "There is nothing here."));
                    return;
                }
                Handler handler = methods.get(exchange.getRequestMethod());
                if (handler == null) {
                    exchange.getResponseHeaders().set("Allow", String.join(", ", methods.keySet()));
                    reply(exchange, 405, Map.of("error", "This address does not know that method."));
                } else {
                    handler.handle(exchange);
                }
            }
        });
    }

    private void reply(HttpExchange exchange, int status, Object body) throws IOException {
        reply(exchange, status, JSON, json.writeValueAsBytes(body));
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
