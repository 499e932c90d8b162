package io.wheelwright.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A TCP line to a server that a test can cut, so that it refuses, leave silent, so that nobody answers, or make slow. It
 * stands before what does not speak HTTP, such as PostgreSQL, and before an API server that is away as a whole.
 */
public final class Wire implements AutoCloseable {

    private static final int CHUNK = 16 << 10;

    private final URI server;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean silent;
    private volatile Duration lag = Duration.ZERO;
    private ServerSocket listener;

    private Wire(URI server, int port) {
        this.server = server;
        this.port = port;
    }

    /** A line to that server from a port of its own. */
    public static Wire to(URI server) {
        try {
            ServerSocket any = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Wire wire = new Wire(server, any.getLocalPort());
            wire.listen(any);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Ends every connection and refuses new ones. */
    public void cut() {
        hangUp(listener);
        sockets.forEach(Wire::hangUp);
        sockets.clear();
    }

    /** Ends every connection; new ones are taken, and nothing is ever answered. */
    public void silence() {
        silent = true;
        sockets.forEach(Wire::hangUp);
        sockets.clear();
    }

    /** From now on whatever is said arrives later by this much, in both directions, on open connections as well. */
    public void delay(Duration by) {
        lag = by;
    }

    /** Makes it a good line again. */
    public void mend() {
        silent = false;
        lag = Duration.ZERO;
        sockets.forEach(Wire::hangUp);
        if (listener.isClosed()) {
            try {
                ServerSocket again = new ServerSocket();
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                listen(again);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }

    private void listen(ServerSocket socket) {
        listener = socket;
        threads.execute(() -> accept(socket));
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                sockets.add(client);
                if (!silent) {
                    Socket target = new Socket(server.getHost(), server.getPort());
                    sockets.add(target);
                    threads.execute(() -> copy(client, target));
                    threads.execute(() -> copy(target, client));
                }
            } catch (IOException closed) {
                hangUp(from);
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            byte[] said = new byte[CHUNK];
            for (int length = from.getInputStream().read(said);
                    length >= 0;
                    length = from.getInputStream().read(said)) {
                // To be late is what this line is for.
                TimeUnit.MILLISECONDS.sleep(lag.toMillis());
                to.getOutputStream().write(said, 0, length);
            }
        } catch (IOException ended) {
            sockets.remove(from);
            sockets.remove(to);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hangUp(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception alreadyGone) {
            // there is nothing left to end
        }
    }
}
