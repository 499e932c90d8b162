package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The kubelet: brings what runs here in line with a pod of the API, and the pod's status in line with what runs. */
final class PodLifecycle implements AutoCloseable {

    /** Where the pod's program listens, for people and tests: the pod's own address leads nowhere. */
    static final String ADDRESS = "lab.wheelwright.io/address";

    private final ClusterView view;
    private final Placement placement;
    private final PodWrites writes;
    private final PodEvents events;
    private final NodeFiles files;
    private final ProgramStarter starter;
    private final Clock clock;
    private final BiConsumer<PodKey, Duration> lookAgain;
    private final PodAddresses addresses = new PodAddresses();
    private final Map<PodKey, PodRun> runs = new ConcurrentHashMap<>();

    PodLifecycle(
            ClusterView view,
            Placement placement,
            PodWrites writes,
            PodEvents events,
            NodeFiles files,
            ProgramStarter starter,
            Clock clock,
            BiConsumer<PodKey, Duration> lookAgain) {
        this.view = view;
        this.placement = placement;
        this.writes = writes;
        this.events = events;
        this.files = files;
        this.starter = starter;
        this.clock = clock;
        this.lookAgain = lookAgain;
    }

    /** Takes note of the addresses that pods had before this node process, so that no other pod gets one. */
    void keepAddresses() {
        view.pods().stream()
                .filter(PodLifecycle::isHere)
                .map(pod -> pod.getStatus().getPodIP())
                .filter(ip -> ip != null)
                .forEach(addresses::keep);
    }

    /** Does what the pod needs now. Calls for one pod never overlap. */
    void reconcile(PodKey key) {
        Optional<Pod> pod = view.pod(key);
        PodRun former = runs.get(key);
        if (former != null && pod.filter(former::isOf).isEmpty()) {
            end(key, former);
        }
        pod.ifPresent(this::look);
    }

    /** Stops all programs. The pods stay as they are, for the next node process. */
    @Override
    public void close() {
        runs.values().forEach(PodRun::close);
    }

    private void look(Pod pod) {
        boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
        if (isHere(pod) && deleted) {
            remove(pod);
        } else if (isHere(pod)) {
            run(pod);
        } else if (isUnbound(pod) && !deleted && view.isOurs(pod.getMetadata().getNamespace())) {
            placement.place(pod);
        }
    }

    private void remove(Pod pod) {
        PodKey key = PodKey.of(pod);
        Optional.ofNullable(runs.get(key)).ifPresent(run -> end(key, run));
        writes.remove(pod);
    }

    private void run(Pod seen) {
        PodKey key = PodKey.of(seen);
        PodRun run = runs.computeIfAbsent(key, k -> begin(seen));
        Pod pod = run.newest(seen);
        if (isOver(pod)) {
            run.close();
            return;
        }
        Instant now = clock.instant();
        PodHost host = new PodHost(
                pod, run.ip(), now, files.pod(run.uid()), view, starter, () -> lookAgain.accept(key, Duration.ZERO));
        refreshVolumes(run, host);
        Optional<Instant> next = run.advance(host);
        report(pod, run, now);
        next.ifPresent(time -> lookAgain.accept(key, Duration.between(now, time)));
    }

    private PodRun begin(Pod pod) {
        String before = pod.getStatus().getPodIP();
        PodRun run = new PodRun(pod, before == null ? addresses.take() : addresses.keep(before), clock.instant());
        run.resume(pod.getStatus(), starter::isRun);
        return run;
    }

    private void end(PodKey key, PodRun run) {
        run.close();
        runs.remove(key);
        addresses.free(run.ip());
        try {
            files.pod(run.uid()).delete();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the files of " + key, e);
        }
    }

    private static void refreshVolumes(PodRun run, PodHost host) {
        if (run.containers().anyMatch(container -> container.program().isPresent())) {
            try {
                host.refreshVolumes();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot refresh the volumes of a pod", e);
            }
        }
    }

    private void report(Pod pod, PodRun run, Instant now) {
        PodStatus status = PodReport.of(pod, run, now);
        Map<String, String> annotations =
                address(run).map(at -> Map.of(ADDRESS, at)).orElse(Map.of());
        Map<String, String> present = pod.getMetadata().getAnnotations();
        boolean known =
                annotations.isEmpty() || (present != null && present.entrySet().containsAll(annotations.entrySet()));
        if (!known || !status.equals(pod.getStatus())) {
            writes.report(pod, status, annotations).ifPresent(run::reported);
        }
        events.tell(pod, run);
    }

    private static Optional<String> address(PodRun run) {
        return run.containers()
                .flatMap(container -> container.program().stream())
                .map(RunningContainer::address)
                .map(PodLifecycle::text)
                .findFirst();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static boolean isHere(Pod pod) {
        return NodeIdentity.NAME.equals(pod.getSpec().getNodeName());
    }

    private static boolean isUnbound(Pod pod) {
        return pod.getSpec().getNodeName() == null
                || pod.getSpec().getNodeName().isEmpty();
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }
}
