package io.wheelwright.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the agent serves: its DID document to the world, the rest to its neighbors. */
final class AgentEndpoints implements AutoCloseable {
    private static final String DID_JSON = "application/did+ld+json";
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int THREADS = 2;
    private static final String LIMITS = "/limits/";
    private static final Content OK = new Content(200, JSON, "{\"status\":\"ok\"}");
    private static final Content STOPPED = new Content(503, JSON, "{\"status\":\"stopped\"}");

    private final HttpServer server;
    private final ExecutorService handlers;

    AgentEndpoints(InetSocketAddress listen, ThreadFactory threads) throws IOException {
        server = PromptServer.at(listen);
        handlers = handlers(threads);
        server.setExecutor(handlers);
    }

    void health(BooleanSupplier alive) {
        serve("/healthz", () -> alive.getAsBoolean() ? OK : STOPPED);
    }

    void didDocument(DidDocument document) {
        serve("/.well-known/did.json", () -> Content.of(200, DID_JSON, document));
    }

    void access(Supplier<AccessReport> access) {
        serve("/access", () -> Content.of(200, JSON, access.get()));
    }

    /** Answers whether there may be more of what the path names. */
    void limits(Supplier<AccessReport> access) {
        server.createContext(LIMITS, exchange -> {
            try (exchange) {
                URI asked = exchange.getRequestURI();
                answer(exchange, () -> LimitCheck.of(
                                asked.getPath().substring(LIMITS.length()), asked.getQuery(), access.get())
                        .content());
            }
        });
    }

    void metrics(AgentMetrics metrics) {
        serve("/metrics", () -> new Content(200, PROMETHEUS, metrics.text()));
    }

    /** Starts to serve; called by a daemon thread, whose nature the server's own thread takes on. */
    void start() {
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        handlers.shutdownNow();
    }

    private void serve(String path, Supplier<Content> content) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (path.equals(exchange.getRequestURI().getPath())) {
                    answer(exchange, content);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
    }

    private static void answer(HttpExchange exchange, Supplier<Content> source) throws IOException {
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        if (!head && !"GET".equals(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            exchange.sendResponseHeaders(405, -1);
        } else {
            Content content = source.get();
            byte[] body = content.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", content.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(content.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static ExecutorService handlers(ThreadFactory threads) {
        var pool = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
