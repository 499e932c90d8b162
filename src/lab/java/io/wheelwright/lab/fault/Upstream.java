package io.wheelwright.lab.fault;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The API server as the proxy reaches it: in the name of whoever asks. */
record Upstream(HttpClient http, WebSocketClient webSockets, String adminToken) {

    /** What Helm would rather have, and nobody can read on its way. */
    private static final String PROTOBUF = "protobuf";

    /** What belongs to one connection, and what would make an answer unreadable on its way. */
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "upgrade",
            "host",
            "transfer-encoding",
            "content-length",
            "keep-alive",
            "accept-encoding",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-extensions",
            "sec-websocket-protocol");

    static MultiMap passedOn(MultiMap headers) {
        MultiMap passed = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(header -> {
            if (!OF_A_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                passed.add(header.getKey(), header.getValue());
            }
        });
        return passed;
    }

    /** The same request, not sent yet. */
    Future<HttpClientRequest> same(HttpServerRequest request) {
        return http.request(request.method(), request.uri()).map(copy -> {
            copy.headers().setAll(passedOn(request.headers()));
            if (Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "")
                    .contains(PROTOBUF)) {
                copy.headers().set(HttpHeaders.ACCEPT, "application/json");
            }
            return copy;
        });
    }

    Future<WebSocket> webSocket(HttpServerRequest request) {
        return webSockets.connect(
                new WebSocketConnectOptions().setURI(request.uri()).setHeaders(passedOn(request.headers())));
    }

    /** What is there at that path now, seen by the administrator. */
    Future<Buffer> look(String path) {
        return http.request(HttpMethod.GET, path)
                .compose(request -> request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + adminToken)
                        .send())
                .compose(answer -> answer.body());
    }
}
