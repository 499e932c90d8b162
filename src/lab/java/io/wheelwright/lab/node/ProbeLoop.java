package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP probe of a program, done for real against the address where it listens, whatever port the pod names.
 *
 * <p>Until the first success it asks each second at least and without the initial delay: delays are for slow machines.
 */
final class ProbeLoop implements AutoCloseable {

    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final ScheduledExecutorService executor;
    private final HttpRequest request;
    private final Duration period;
    private final int failuresAllowed;
    private final boolean endsWithSuccess;
    private final Runnable changed;

    private volatile boolean closed;
    private volatile Future<?> next = CompletableFuture.completedFuture(null);
    private volatile boolean passing;
    private int failures;

    private ProbeLoop(
            boolean endsWithSuccess,
            HttpClient client,
            ScheduledExecutorService executor,
            Probe probe,
            InetSocketAddress address,
            Runnable changed) {
        this.endsWithSuccess = endsWithSuccess;
        this.client = client;
        this.executor = executor;
        this.request = HttpRequest.newBuilder(target(probe.getHttpGet(), address))
                .timeout(seconds(probe.getTimeoutSeconds(), 1))
                .build();
        this.period = seconds(probe.getPeriodSeconds(), 10);
        this.failuresAllowed = probe.getFailureThreshold() == null ? 3 : probe.getFailureThreshold();
        this.changed = changed;
    }

    /** Asks until the first success. */
    static ProbeLoop untilSuccess(
            HttpClient client,
            ScheduledExecutorService executor,
            Probe probe,
            InetSocketAddress address,
            Runnable changed) {
        return new ProbeLoop(true, client, executor, probe, address, changed).start();
    }

    /** Asks as long as the program runs. */
    static ProbeLoop forEver(
            HttpClient client,
            ScheduledExecutorService executor,
            Probe probe,
            InetSocketAddress address,
            Runnable changed) {
        return new ProbeLoop(false, client, executor, probe, address, changed).start();
    }

    boolean isPassing() {
        return passing;
    }

    @Override
    public void close() {
        closed = true;
        next.cancel(false);
    }

    private ProbeLoop start() {
        ask();
        return this;
    }

    private void ask() {
        if (!closed) {
            next = client.sendAsync(request, BodyHandlers.discarding())
                    .handle((response, failure) ->
                            failure == null && response.statusCode() >= 200 && response.statusCode() < 400)
                    .thenAccept(this::answered);
        }
    }

    private void answered(boolean good) {
        failures = good ? 0 : failures + 1;
        boolean before = passing;
        passing = good || (before && failures < failuresAllowed);
        if (!(passing && endsWithSuccess)) {
            askAgainLater();
        }
        if (passing != before && !closed) {
            changed.run();
        }
    }

    private void askAgainLater() {
        Duration pause = passing || period.compareTo(IMPATIENCE) < 0 ? period : IMPATIENCE;
        try {
            next = executor.schedule(this::ask, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException nodeClosed) {
            closed = true;
        }
    }

    private static URI target(HTTPGetAction action, InetSocketAddress address) {
        String path = action.getPath() == null ? "/" : action.getPath();
        return URI.create("http://%s:%d%s%s"
                .formatted(
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        path.startsWith("/") ? "" : "/",
                        path));
    }

    private static Duration seconds(Integer value, int otherwise) {
        return Duration.ofSeconds(value == null ? otherwise : value);
    }
}
