package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A pod on this node: its address and its containers, from the binding until it is gone. */
final class PodRun implements AutoCloseable {

    private final String uid;
    private final String ip;
    private final Instant startTime;
    private final List<ContainerRun> initial = new ArrayList<>();
    private final List<ContainerRun> main = new ArrayList<>();
    private final Set<Stage> told = new HashSet<>();
    private Pod reported;

    PodRun(Pod pod, String ip, Instant now) {
        this.uid = pod.getMetadata().getUid();
        this.ip = ip;
        String before = pod.getStatus() == null ? null : pod.getStatus().getStartTime();
        this.startTime = before == null ? now : Instant.parse(before);
        this.reported = pod;
        pod.getSpec()
                .getInitContainers()
                .forEach(
                        container -> initial.add(new ContainerRun(container, ContainerFate.ofInitial(pod, container))));
        pod.getSpec()
                .getContainers()
                .forEach(container -> main.add(new ContainerRun(container, ContainerFate.ofMain(pod))));
    }

    /** Takes over what the API says of the containers, after a restart of the node. */
    void resume(PodStatus status, Predicate<Container> hasProgram) {
        Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .forEach(seen -> resume(seen, hasProgram));
    }

    private void resume(ContainerStatus seen, Predicate<Container> hasProgram) {
        containers()
                .filter(run -> run.container().getName().equals(seen.getName()))
                .forEach(run -> run.resume(seen, hasProgram.test(run.container())));
    }

    /** Moves the containers as far as they get now, and answers when time alone will change something. */
    Optional<Instant> advance(ContainerHost host) {
        Optional<Instant> next = Optional.empty();
        for (ContainerRun run : initial) {
            next = earlier(next, run.advance(host));
            if (!run.isInitialized()) {
                main.forEach(waiting -> waiting.waitFor(new Stage.Waiting(Stage.Waiting.INITIALIZING, "")));
                return next;
            }
        }
        for (ContainerRun run : main) {
            next = earlier(next, run.advance(host));
        }
        return next;
    }

    boolean isOf(Pod pod) {
        return uid.equals(pod.getMetadata().getUid());
    }

    String uid() {
        return uid;
    }

    String ip() {
        return ip;
    }

    Instant startTime() {
        return startTime;
    }

    List<ContainerRun> initial() {
        return initial;
    }

    List<ContainerRun> main() {
        return main;
    }

    Stream<ContainerRun> containers() {
        return Stream.concat(initial.stream(), main.stream());
    }

    boolean isInitialized() {
        return initial.stream().allMatch(ContainerRun::isInitialized);
    }

    /** The newest state of the pod that is known: an informer may still show one from before our last report. */
    Pod newest(Pod seen) {
        return version(reported) > version(seen) ? reported : seen;
    }

    /** Whether this was not said of the pod before; from now on it was. */
    boolean isNews(Stage stage) {
        return told.add(stage);
    }

    void reported(Pod pod) {
        this.reported = pod;
    }

    /** Stops the programs. */
    @Override
    public void close() {
        containers().forEach(ContainerRun::close);
    }

    private static long version(Pod pod) {
        return Long.parseLong(pod.getMetadata().getResourceVersion());
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        return Stream.concat(a.stream(), b.stream()).min(Instant::compareTo);
    }
}
