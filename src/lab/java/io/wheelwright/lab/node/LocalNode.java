package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A node for a control plane without machines. It binds the pods of spoke namespaces, reports them as the kubelet would,
 * makes their volumes, and runs the agent's and the sample application's code inside this JVM; all other containers are
 * only reported.
 *
 * <p>What it needs to know is in the API: a node that starts again goes on with the pods of the one before.
 */
public final class LocalNode implements AutoCloseable {

    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor executor;
    private final ClusterView view;
    private final ServiceRouter router;
    private final NodeHeartbeat heartbeat;
    private final ClaimBinder claimBinder;
    private final NodeFiles files;
    private final PodLifecycle lifecycle;
    private final WorkQueue<PodKey> pods;
    private final WorkQueue<PodKey> claims;
    private final WorkQueue<String> volumes;

    private LocalNode(KubernetesClient client, Path directory, Programs programs, Clock clock) {
        executor = executor();
        files = new NodeFiles(directory.toAbsolutePath());
        view = new ClusterView(client);
        heartbeat = new NodeHeartbeat(client, clock);
        claimBinder = new ClaimBinder(client, view, files);
        Backends backends = new Backends();
        router = new ServiceRouter(view::service, backends);
        PodWrites writes = new PodWrites(client);
        lifecycle = new PodLifecycle(
                view,
                new Placement(view, claimBinder, writes, NodeHeartbeat.LABELS, clock),
                writes,
                new PodEvents(client, clock),
                files,
                new ProgramStarter(programs, router, backends, executor),
                clock,
                this::lookAgain);
        pods = new WorkQueue<>(executor, lifecycle::reconcile);
        VolumeExpansion expansion = new VolumeExpansion(client, view);
        claims = new WorkQueue<>(executor, claim -> {
            claimBinder.provisionAtOnce(claim);
            expansion.grow(claim);
        });
        volumes = new WorkQueue<>(executor, claimBinder::reclaim);
    }

    /**
     * Starts the node.
     *
     * @param admin a client that may do everything; it stays the caller's
     * @param volumes where the files of pods and persistent volumes are kept
     */
    public static LocalNode start(KubernetesClient admin, Path volumes) {
        return start(admin, volumes, Programs.standard());
    }

    static LocalNode start(KubernetesClient admin, Path volumes, Programs programs) {
        LocalNode node = new LocalNode(admin, volumes, programs, Clock.systemUTC());
        try {
            node.run();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** Stops all programs; the pods stay in the API as they are. */
    @Override
    public void close() {
        view.close();
        executor.shutdown();
        try {
            executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
        lifecycle.close();
        router.close();
    }

    private void run() {
        heartbeat.register();
        Future<?> unused =
                executor.scheduleWithFixedDelay(heartbeat::beat, 0, NodeHeartbeat.PACE.toSeconds(), TimeUnit.SECONDS);
        claimBinder.offerStorage();
        view.start();
        lifecycle.keepAddresses();
        removeWhatFormerPodsLeft();
        view.follow(new ClusterView.Changes() {
            @Override
            public void pod(PodKey pod) {
                pods.add(pod);
            }

            @Override
            public void claim(PodKey claim) {
                claims.add(claim);
            }

            @Override
            public void volume(String name) {
                volumes.add(name);
            }
        });
    }

    private void lookAgain(PodKey pod, Duration delay) {
        if (delay.isZero()) {
            pods.add(pod);
        } else {
            pods.addAfter(pod, delay);
        }
    }

    private void removeWhatFormerPodsLeft() {
        try {
            files.keepOnlyPods(view.pods().stream()
                    .map(Pod::getMetadata)
                    .map(metadata -> metadata.getUid())
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the files of former pods", e);
        }
    }

    private static ScheduledThreadPoolExecutor executor() {
        AtomicInteger count = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "local-node-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }
}
