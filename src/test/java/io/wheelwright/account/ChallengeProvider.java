package io.wheelwright.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider of challenges whose answers say themselves what becomes of them: {@code solved} passes. */
public class ChallengeProvider implements QuarkusTestResourceLifecycleManager {

    static final String SECRET = "s&cret";

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private ExecutorService threads;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/siteverify", this::answer);
        server.start();
        return Map.of(
                "wheelwright.signup.challenge.provider",
                "verify-url",
                "wheelwright.signup.challenge.url",
                url().toString(),
                "wheelwright.signup.challenge.secret",
                SECRET);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/siteverify");
    }

    @Override
    public void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (form.endsWith("&response=hangs")) {
                await();
            }
            byte[] body = answer(form).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(form.endsWith("&response=breaks") ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String answer(String form) {
        if (form.endsWith("&response=babbles")) {
            return "<html>";
        }
        if (!form.startsWith("secret=s%26cret&response=")) {
            return "{\"success\": false, \"error-codes\": [\"invalid-input-secret\"]}";
        }
        return form.endsWith("&response=solved")
                ? "{\"success\": true}"
                : "{\"success\": false, \"error-codes\": [\"timeout-or-duplicate\"]}";
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
