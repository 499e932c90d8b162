package io.wheelwright.lab.fault;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.parsetools.RecordParser;

/** Carries watches, event by event: over WebSockets, as the hub's client asks for them, and over HTTP, as Helm does. */
final class WatchStream {

    private static final String LINE = "\n";

    private final Upstream upstream;
    private final Watches watches;
    private final Faults faults;
    private final Mishap mishap;

    WatchStream(Upstream upstream, Watches watches, Faults faults, Mishap mishap) {
        this.upstream = upstream;
        this.watches = watches;
        this.faults = faults;
        this.mishap = mishap;
    }

    void open(Call call, HttpServerRequest request) {
        boolean upgrades = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (upgrades) {
            request.pause();
        }
        mishap.orPass(faults.meeting(call, request.uri()), request, () -> {
            if (upgrades) {
                openWebSocket(call, request);
            } else {
                openHttp(call, request);
            }
            return Future.succeededFuture();
        });
    }

    private void openWebSocket(Call call, HttpServerRequest request) {
        upstream.webSocket(request)
                .onSuccess(server -> {
                    server.pause();
                    request.toWebSocket()
                            .onSuccess(client -> join(call, client, server))
                            .onFailure(gone -> server.close());
                })
                .onFailure(refusal -> refuse(request, refusal));
    }

    private void join(Call call, ServerWebSocket client, WebSocket server) {
        Watch watch = watches.open(call, event -> {
            if (!client.isClosed()) {
                client.writeTextMessage(event);
            }
        });
        server.textMessageHandler(watch::event);
        server.closeHandler(closed -> {
            watches.ended(watch);
            client.close();
        });
        client.closeHandler(closed -> {
            watches.ended(watch);
            server.close();
        });
        server.resume();
    }

    private static void refuse(HttpServerRequest request, Throwable refusal) {
        request.resume();
        if (refusal instanceof UpgradeRejectedException rejected) {
            request.response().setStatusCode(rejected.getStatus());
            request.response().headers().setAll(Upstream.passedOn(rejected.getHeaders()));
            request.response().end(rejected.getBody());
        } else {
            request.connection().close();
        }
    }

    private void openHttp(Call call, HttpServerRequest request) {
        upstream.same(request)
                .compose(copy -> copy.send())
                .onSuccess(answer -> join(call, request, answer))
                .onFailure(broken -> request.connection().close());
    }

    private void join(Call call, HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).setChunked(true);
        request.response().headers().setAll(Upstream.passedOn(answer.headers()));
        Watch watch = watches.open(call, event -> {
            if (!request.response().ended() && !request.response().closed()) {
                request.response().write(event + LINE);
            }
        });
        RecordParser lines = RecordParser.newDelimited(LINE, answer);
        lines.handler(line -> watch.event(line.toString()));
        lines.endHandler(end -> {
            watches.ended(watch);
            request.response().end();
        });
        answer.exceptionHandler(broken -> request.connection().close());
        request.response().closeHandler(closed -> {
            watches.ended(watch);
            answer.request().reset();
        });
    }
}
