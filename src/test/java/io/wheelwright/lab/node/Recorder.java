package io.wheelwright.lab.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program that tells what it was started with, answers HTTP, and is ready when the test says so. */
final class Recorder implements Program {

    record Start(Map<String, String> environment, Path root) {}

    final List<Start> starts = new CopyOnWriteArrayList<>();
    final List<Start> stops = new CopyOnWriteArrayList<>();
    volatile int readiness = 200;

    @Override
    public Running start(Map<String, String> environment, Path root) throws IOException {
        Start start = new Start(environment, root);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ready") ? readiness : 204, -1);
            exchange.close();
        });
        server.start();
        starts.add(start);
        return new Running() {
            @Override
            public InetSocketAddress address() {
                return server.getAddress();
            }

            @Override
            public void close() {
                server.stop(0);
                stops.add(start);
            }
        };
    }

    /** The start of a container, whose root directory bears its name. */
    Start of(String container) {
        return starts.stream()
                .filter(start -> start.root().endsWith(container))
                .reduce((before, after) -> after)
                .orElseThrow();
    }
}
