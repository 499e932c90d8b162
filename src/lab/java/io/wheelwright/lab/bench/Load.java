package io.wheelwright.lab.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Sends requests over connections that stay open, one at a time on each, and takes their times. */
final class Load {

    private static final String OK = "HTTP/1.1 2";
    private static final String LENGTH = "content-length:";

    private final int port;
    private final int connections;
    private final IntFunction<byte[]> request;

    /** Nanoseconds between two requests that are due; 0 where each connection sends as soon as it can. */
    private final long pace;

    private volatile boolean stopped;

    private Load(int port, int connections, long pace, IntFunction<byte[]> request) {
        this.port = port;
        this.connections = connections;
        this.pace = pace;
        this.request = request;
    }

    /**
     * As many requests as the connections take.
     *
     * @param request the bytes of the n-th request
     */
    static Load ofMost(int port, int connections, IntFunction<byte[]> request) {
        return new Load(port, connections, 0, request);
    }

    /** So many requests a second; their times begin when they are due, also where they are sent late. */
    static Load ofRate(int port, int connections, int perSecond, IntFunction<byte[]> request) {
        return new Load(port, connections, 1_000_000_000L / perSecond, request);
    }

    /** Whether the n-th request is answered as it should be. */
    boolean isServed(int n) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.apply(n));
            return line(socket.getInputStream()).startsWith(OK);
        }
    }

    /** Ends a run before its time. */
    void stop() {
        stopped = true;
    }

    /** How long the requests took, in order of length. */
    record Result(long[] nanos, Duration time) {

        long perSecond() {
            return nanos.length * 1_000_000_000L / time.toNanos();
        }

        double milliseconds(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * quantile))] / 1e6;
        }
    }

    Result run(Duration time) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        stopped = false;
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int first = i;
            work.add(() -> send(first, start, end));
        }
        try {
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> done : threads.invokeAll(work)) {
                all.add(done.get());
            }
            long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(nanos, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            threads.shutdownNow();
        }
    }

    private long[] send(int first, long begin, long end) throws IOException {
        long[] nanos = new long[1 << 16];
        int count = 0;
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int n = first; System.nanoTime() < end && !stopped; n += connections) {
                long start = pace == 0 ? System.nanoTime() : awaitDue(begin + n * pace);
                out.write(request.apply(n));
                receive(in);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static long awaitDue(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }

    private static void receive(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith(OK)) {
            throw new IOException("the hub answered " + status);
        }
        long length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(header.substring(LENGTH.length()).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
            return;
        }
        for (long chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
            in.skipNBytes(chunk + 2);
        }
        line(in);
    }

    private static long chunk(InputStream in) throws IOException {
        return Long.parseLong(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
