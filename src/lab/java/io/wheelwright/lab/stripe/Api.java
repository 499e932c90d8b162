package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.wheelwright.lab.stripe.Faults.Fault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API by HTTP: keys, versions, idempotency, errors, faults. */
final class Api {

    private record Answer(int status, JsonNode body) {}

    private record Kept(String request, Answer answer, Instant at) {}

    private static final Duration KEYS_LIVE = Duration.ofHours(24);
    private static final int LONGEST_KEY = 255;

    private final World world;
    private final Routes routes;
    private final Expansion expansion;
    private final Faults faults;
    private final Map<String, Kept> keys = new HashMap<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final List<Consumer<AskedRequest>> listeners = new CopyOnWriteArrayList<>();

    Api(Account account, Routes routes, Faults faults) {
        this.world = account.world;
        this.routes = routes;
        this.expansion = new Expansion(account.world, account.invoiceRequests);
        this.faults = faults;
    }

    void listen(Consumer<AskedRequest> listener) {
        listeners.add(listener);
    }

    void forgetListeners() {
        listeners.clear();
    }

    void revoke(String key) {
        revoked.add(key);
    }

    void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        tell(exchange, path, body);
        String query = exchange.getRequestURI().getRawQuery();
        Hold.Request request = new Hold.Request(method, path, (query == null ? "" : query) + "\n" + body);
        Fault fault = faults.strike(method, path);
        if (fault == Fault.LOSE_REQUEST || faults.loses(Hold.Moment.BEFORE_EFFECT, request)) {
            breakOff(exchange);
            return;
        }
        String requestId = "req_" + World.randomLetters(14);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Request-Id", requestId);
        headers.set("Stripe-Version", EventLog.VERSION);
        Answer answer;
        synchronized (world) {
            world.settle();
            answer = answer(exchange, method, path, body, requestId, fault);
        }
        if (fault == Fault.LOSE_ANSWER || faults.loses(Hold.Moment.AFTER_EFFECT, request)) {
            breakOff(exchange);
            return;
        }
        byte[] bytes = Json.bytes(answer.body());
        headers.set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void tell(HttpExchange exchange, String path, String body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String query = exchange.getRequestURI().getRawQuery();
        AskedRequest request = new AskedRequest(
                key(authorization == null ? "" : authorization),
                exchange.getRequestMethod(),
                path,
                Stream.of(query == null ? "" : query, body)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("&")));
        listeners.forEach(listener -> listener.accept(request));
    }

    /** Ends the connection within an answer: Java's own client silently repeats a POST that it gets nothing for. */
    private static void breakOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write('{');
        body.flush();
        exchange.setStreams(null, new FilterOutputStream(body) {
            @Override
            public void close() throws IOException {
                throw new IOException("broken off");
            }
        });
        exchange.close();
    }

    private Answer answer(
            HttpExchange exchange, String method, String path, String body, String requestId, Fault fault) {
        Headers asked = exchange.getRequestHeaders();
        String key = method.equals("POST") ? asked.getFirst("Idempotency-Key") : null;
        if (key != null) {
            exchange.getResponseHeaders().set("Idempotency-Key", key);
        }
        try {
            authenticate(asked.getFirst("Authorization"));
            checkVersion(asked.getFirst("Stripe-Version"));
            refuse(fault, exchange.getResponseHeaders());
            String query = exchange.getRequestURI().getRawQuery();
            String request =
                    method + " " + path + "\n" + Params.parse(query, body).tree();
            Answer kept = kept(key, request);
            if (kept != null) {
                exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
                return kept;
            }
            world.causedBy(new World.Cause(requestId, key));
            return keep(key, request, () -> execute(method, path, Params.parse(query, body), fault));
        } catch (StripeError error) {
            return new Answer(error.status(), error.body());
        } finally {
            world.causedBy(World.Cause.CLOCK);
        }
    }

    private Answer execute(String method, String path, Params params, Fault fault) {
        if (fault == Fault.INTERNAL_ERROR) {
            throw StripeError.of(500, "api_error", null, null, "Something went wrong on Stripe's end.");
        }
        ObjectNode result = routes.handle(method, path, params);
        return new Answer(200, expansion.expand(result, params.texts("expand")));
    }

    private interface Execution {
        Answer run();
    }

    private Answer keep(String key, String request, Execution execution) {
        Answer answer;
        boolean kept = true;
        try {
            answer = execution.run();
        } catch (StripeError error) {
            answer = new Answer(error.status(), error.body());
            kept = error.isKept();
        } catch (RuntimeException e) {
            // A mistake of the lab itself must be seen, not retried away.
            e.printStackTrace();
            answer = new Answer(500, Json.object("error", Json.object("type", "api_error", "message", "lab: " + e)));
        }
        if (key != null && kept) {
            keys.put(key, new Kept(request, answer, world.now()));
        }
        return answer;
    }

    /** As a day later. */
    void forgetKeys() {
        keys.clear();
    }

    private Answer kept(String key, String request) {
        if (key == null) {
            return null;
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw StripeError.of(400, "idempotency_error", null, null, "Idempotency keys have 1 to 255 characters.");
        }
        Kept kept = keys.get(key);
        if (kept == null || kept.at().plus(KEYS_LIVE).isBefore(world.now())) {
            return null;
        }
        if (!kept.request().equals(request)) {
            throw StripeError.of(
                    400,
                    "idempotency_error",
                    null,
                    null,
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                            + " Try using a key other than '" + key + "' if you meant to execute a different request.");
        }
        return kept.answer();
    }

    private void authenticate(String authorization) {
        String key = key(authorization == null ? "" : authorization);
        String mode = world.isLive() ? "live" : "test";
        boolean known = key.matches("(sk|rk)_" + mode + "_\\w+");
        if (!known || revoked.contains(key)) {
            throw StripeError.of(
                    401,
                    "invalid_request_error",
                    null,
                    null,
                    key.isEmpty() ? "You did not provide an API key." : "Invalid API Key provided: " + masked(key));
        }
    }

    /** Of {@code Bearer KEY}, or of {@code Basic} with the key as name, as curl sends it. */
    private static String key(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return authorization.replaceFirst("^Bearer ", "");
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            return new String(decoded, StandardCharsets.UTF_8).replaceFirst(":$", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String masked(String key) {
        return key.length() < 12 ? "***" : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
    }

    /** Answers have one shape, so a request for that of another release train is refused. */
    private static void checkVersion(String version) {
        String train = EventLog.VERSION.substring(EventLog.VERSION.indexOf('.'));
        if (version != null && !version.endsWith(train)) {
            throw StripeError.invalid(null, "The lab's Stripe speaks " + EventLog.VERSION + ", not " + version + ".");
        }
    }

    private static void refuse(Fault fault, Headers headers) {
        if (fault == null) {
            return;
        }
        switch (fault) {
            case TOO_MANY, TOO_MANY_RETRY -> {
                if (fault == Fault.TOO_MANY_RETRY) {
                    headers.set("Stripe-Should-Retry", "true");
                }
                throw StripeError.of(429, "invalid_request_error", "rate_limit", null, "Too many requests.");
            }
            case CONFLICT ->
                throw StripeError.of(
                        409,
                        "idempotency_error",
                        "idempotency_key_in_use",
                        null,
                        "There is currently another in-progress request using this key.");
            case UNAVAILABLE -> throw StripeError.of(503, "api_error", null, null, "Service unavailable.");
            case FORBIDDEN ->
                throw StripeError.of(
                        403,
                        "invalid_request_error",
                        "more_permissions_required",
                        null,
                        "The provided key does not have the required permissions for this endpoint.");
            case MISSING ->
                throw StripeError.of(404, "invalid_request_error", "resource_missing", null, "No such object.");
            default -> {}
        }
    }
}
