package io.wheelwright.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub's agent routes on a port of their own, with what came in and what goes out in the test's hands. */
final class RecordingHub implements AutoCloseable {
    static final String KEY = "key-of-acme";

    /** A request as it came in. */
    record Call(String route, String authorization, JsonNode body) {}

    private record Reply(int status, String body, Map<String, String> headers) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final HttpServer server;

    RecordingHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hub/api/v1", this::answer);
        server.start();
        reply("POST /heartbeat", 200, heartbeat("Full", false));
        reply("POST /directory", 201, "{}");
    }

    /** An answer to a heartbeat that asks for the next one soon. */
    static String heartbeat(String access, boolean sync) {
        return heartbeat(access, sync, 1);
    }

    static String heartbeat(String access, boolean sync, int nextSeconds) {
        return """
                {"acknowledged": true, "license_valid": true, "access": "%s", "next_heartbeat_seconds": %d,
                 "signals": {"os_update_available": null, "pack_updates_available": 0,
                             "registry_sync_recommended": %s, "message": null},
                 "something_newer": {}}
                """.formatted(access, nextSeconds, sync);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reply(String route, int status, String body) {
        reply(route, status, body, Map.of());
    }

    void reply(String route, int status, String body, Map<String, String> headers) {
        replies.put(route, new Reply(status, body, headers));
    }

    List<Call> calls(String route) {
        return calls.stream().filter(call -> call.route().equals(route)).toList();
    }

    List<Call> heartbeats() {
        return calls("POST /heartbeat");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String route = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().substring("/hub/api/v1".length());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            calls.add(new Call(route, authorization, Json.MAPPER.readTree(exchange.getRequestBody())));
            Reply reply = ("Bearer " + KEY).equals(authorization)
                    ? replies.getOrDefault(route, new Reply(404, "{}", Map.of()))
                    : new Reply(401, "{}", Map.of("WWW-Authenticate", "Bearer"));
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
