package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.wheelwright.lab.node.Stage.Running;
import io.wheelwright.lab.node.Stage.Terminated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The status of a pod as the kubelet would report it. A pure function of the run and of what was reported before. */
final class PodReport {

    private PodReport() {}

    static PodStatus of(Pod pod, PodRun run, Instant now) {
        String phase = phase(run);
        return new PodStatusBuilder(pod.getStatus())
                .withPhase(phase)
                .withConditions(conditions(pod, run, phase, now))
                .withHostIP(NodeIdentity.ADDRESS)
                .withHostIPs(List.of(new HostIP(NodeIdentity.ADDRESS)))
                .withPodIP(run.ip())
                .withPodIPs(List.of(new PodIP(run.ip())))
                .withStartTime(Stage.time(run.startTime()))
                .withInitContainerStatuses(
                        run.initial().stream().map(PodReport::container).toList())
                .withContainerStatuses(
                        run.main().stream().map(PodReport::container).toList())
                .build();
    }

    private static String phase(PodRun run) {
        if (run.main().stream().allMatch(container -> container.stage() instanceof Terminated)) {
            return run.main().stream().allMatch(PodReport::endedWell) ? "Succeeded" : "Failed";
        }
        boolean everRan = run.main().stream()
                .anyMatch(container -> container.stage() instanceof Running
                        || container.stage() instanceof Terminated
                        || container.former().isPresent());
        return everRan ? "Running" : "Pending";
    }

    private static boolean endedWell(ContainerRun container) {
        return container.stage() instanceof Terminated end && end.isSuccess();
    }

    private static List<PodCondition> conditions(Pod pod, PodRun run, String phase, Instant now) {
        PodConditions conditions = new PodConditions(pod.getStatus(), now);
        conditions.set("PodReadyToStartContainers", !isOver(phase), null, null);
        conditions.set("PodScheduled", true, null, null);
        if (isOver(phase)) {
            String reason = "Succeeded".equals(phase) ? "PodCompleted" : "PodFailed";
            conditions.set("Initialized", true, reason, null);
            conditions.set("ContainersReady", false, reason, null);
            conditions.set("Ready", false, reason, null);
            return conditions.all();
        }
        List<String> uninitialized = names(run.initial().stream()
                .filter(container -> !container.isInitialized())
                .toList());
        conditions.set(
                "Initialized",
                uninitialized.isEmpty(),
                "ContainersNotInitialized",
                "containers with incomplete status: " + uninitialized);
        List<String> unready = names(
                run.main().stream().filter(container -> !container.isReady()).toList());
        boolean ready = uninitialized.isEmpty() && unready.isEmpty();
        String message = "containers with unready status: " + unready;
        conditions.set("ContainersReady", ready, "ContainersNotReady", message);
        conditions.set("Ready", ready, "ContainersNotReady", message);
        return conditions.all();
    }

    private static boolean isOver(String phase) {
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private static List<String> names(List<ContainerRun> containers) {
        List<String> names = new ArrayList<>();
        containers.forEach(container -> names.add(container.container().getName()));
        return names;
    }

    private static ContainerStatus container(ContainerRun run) {
        Container container = run.container();
        boolean begun = !(run.stage() instanceof Stage.Waiting);
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID(begun ? "lab://" + container.getImage() : "")
                .withContainerID(begun ? "lab://%s/%d".formatted(container.getName(), run.restarts()) : null)
                .withState(run.stage().toApi())
                .withLastState(former(run))
                .withReady(run.isReady())
                .withStarted(run.isStarted())
                .withRestartCount(run.restarts())
                .build();
    }

    private static ContainerState former(ContainerRun run) {
        return run.former()
                .filter(end -> end != run.stage())
                .map(Stage::toApi)
                .orElseGet(() -> new ContainerStateBuilder().build());
    }
}
