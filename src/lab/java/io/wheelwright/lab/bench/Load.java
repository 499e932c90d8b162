package io.wheelwright.lab.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Sends requests over connections that stay open, one at a time on each, and takes their times. */
final class Load {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length:";

    private final int port;
    private final int connections;
    private final IntFunction<byte[]> request;

    /**
     * Prepares a load.
     *
     * @param request the bytes of the n-th request
     */
    Load(int port, int connections, IntFunction<byte[]> request) {
        this.port = port;
        this.connections = connections;
        this.request = request;
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
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int first = i;
            work.add(() -> send(first, end));
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

    private long[] send(int first, long end) throws IOException {
        long[] nanos = new long[1 << 16];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int n = first; System.nanoTime() < end; n += connections) {
                long start = System.nanoTime();
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

    private static void receive(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith(new String(OK, StandardCharsets.US_ASCII))) {
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
