package io.wheelwright.lab.fault;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.wheelwright.lab.controlplane.ServerIdentity;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Stands between a hub and its API server, with the API server's own certificate. It passes on what it gets, who asks
 * included, and does what a test wants: faults at calls that are named by verb, kind, name and occurrence, watches that
 * stall or say everything twice, and a record of the effective writes.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int LARGE = 64 << 20;
    private static final int LONG_LINE = 64 << 10;
    private static final int CONNECTIONS = 256;

    private final Vertx vertx;
    private final Writes writes = new Writes();
    private final Faults faults = new Faults(writes);
    private final Watches watches = new Watches();
    private final HttpServer server;

    private FaultProxy(URI apiServer, ServerIdentity identity, String adminToken) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Upstream upstream = new Upstream(
                vertx.createHttpClient(new HttpClientOptions()
                        .setDefaultHost(apiServer.getHost())
                        .setDefaultPort(apiServer.getPort())
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setMaxPoolSize(CONNECTIONS)),
                vertx.createWebSocketClient(new WebSocketClientOptions()
                        .setDefaultHost(apiServer.getHost())
                        .setDefaultPort(apiServer.getPort())
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setMaxFrameSize(LARGE)
                        .setMaxMessageSize(LARGE)
                        .setMaxConnections(CONNECTIONS)),
                adminToken);
        Mishap mishap = new Mishap(vertx, faults);
        Exchange exchange = new Exchange(upstream, writes, faults, mishap);
        WatchStream streams = new WatchStream(upstream, watches, faults, mishap);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(identity.certificate().toString())
                                .setKeyPath(identity.key().toString()))
                        .setMaxInitialLineLength(LONG_LINE)
                        .setMaxHeaderSize(LONG_LINE)
                        .setMaxWebSocketFrameSize(LARGE)
                        .setMaxWebSocketMessageSize(LARGE))
                .requestHandler(request -> serve(request, exchange, streams))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /**
     * A proxy on a port of its own.
     *
     * @param adminToken reads what an object was before a write
     */
    public static FaultProxy before(URI apiServer, ServerIdentity identity, String adminToken) {
        return new FaultProxy(apiServer, identity, adminToken);
    }

    public int port() {
        return server.actualPort();
    }

    /** What is to happen at the n-th such call; of writes only the effective ones count. */
    public void at(Predicate<Call> calls, int occurrence, Fault fault) {
        faults.once(calls, occurrence, fault);
    }

    /** What is to happen at every such call. */
    public void always(Predicate<Call> calls, Fault fault) {
        faults.always(calls, fault);
    }

    /** Holds back the events of that kind, on open watches and on those to come. */
    public void stall(String resource) {
        watches.stall(resource);
    }

    /** Says again on the open watches of that kind what they have said. */
    public void replay(String resource) {
        watches.replay(resource);
    }

    /** Forgets every fault; watches that were stalled go on with what they have held back. */
    public void mend() {
        faults.clear();
        watches.goOn();
    }

    /** The effective writes so far, in order. */
    public List<Write> writes() {
        return writes.all();
    }

    /** Begins a new record. */
    public void forgetWrites() {
        writes.clear();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void serve(HttpServerRequest request, Exchange exchange, WatchStream streams) {
        Call call = Call.of(request.method().name(), request.uri(), null);
        if (call.verb().equals("watch")) {
            streams.open(call, request);
        } else {
            exchange.begin(request);
        }
    }
}
