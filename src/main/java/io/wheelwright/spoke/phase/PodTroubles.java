package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Reasons;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out why the pods of a workload do not start, in words for the person who has to mend it. */
@ApplicationScoped
class PodTroubles {

    /** Why a pod does not start. */
    record Trouble(String reason, String message) {}

    private static final Set<String> IMAGE = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");
    private static final Set<String> CONFIGURATION = Set.of("CreateContainerConfigError", "CreateContainerError");

    /** A container that ended again and again has to run for this long before it counts as mended. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(10);

    /** Phases of pods that others have taken the place of. */
    private static final Set<String> OVER = Set.of("Failed", "Succeeded");

    private final KubernetesClient client;
    private final Clock clock;

    PodTroubles(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    Optional<Trouble> in(String namespace, HasMetadata workload) {
        return refused(workload).or(() -> pods(namespace, workload).stream()
                .flatMap(pod -> trouble(pod).stream())
                .findFirst());
    }

    /** Whether a container of the workload, available or not, ends again and again. */
    Optional<Trouble> crashLoop(String namespace, HasMetadata workload) {
        return pods(namespace, workload).stream()
                .flatMap(pod -> containers(pod)
                        .filter(this::crashesAgainAndAgain)
                        .map(container -> crashLoop(pod.getMetadata().getName(), container)))
                .findFirst();
    }

    /** Pods that the API server refuses (quota, Pod Security) never exist; the Deployment tells why. */
    private static Optional<Trouble> refused(HasMetadata workload) {
        if (!(workload instanceof Deployment deployment) || deployment.getStatus() == null) {
            return Optional.empty();
        }
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("ReplicaFailure")
                        && condition.getStatus().equals("True"))
                .findFirst()
                .map(condition -> new Trouble(
                        condition.getMessage().contains("exceeded quota") ? "QuotaExceeded" : "PodsRefused",
                        "its pods are refused: " + condition.getMessage()));
    }

    private List<Pod> pods(String namespace, HasMetadata workload) {
        return client.pods().inNamespace(namespace).withLabelSelector(selector(workload)).list().getItems().stream()
                .filter(pod -> !pod.isMarkedForDeletion()
                        && !OVER.contains(pod.getStatus().getPhase()))
                .toList();
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private Optional<Trouble> trouble(Pod pod) {
        String name = pod.getMetadata().getName();
        return containers(pod)
                .flatMap(container -> trouble(name, container).stream())
                .findFirst()
                .or(() -> unschedulable(pod));
    }

    private static Trouble crashLoop(String pod, ContainerStatus container) {
        return new Trouble(
                Reasons.CRASH_LOOP,
                "container %s of pod %s ends again and again; see its log".formatted(container.getName(), pod));
    }

    private Optional<Trouble> trouble(String pod, ContainerStatus container) {
        if (crashesAgainAndAgain(container)) {
            return Optional.of(crashLoop(pod, container));
        }
        var waiting = container.getState() == null ? null : container.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return Optional.empty();
        }
        String detail = waiting.getMessage() == null ? waiting.getReason() : waiting.getMessage();
        if (IMAGE.contains(waiting.getReason())) {
            return Optional.of(new Trouble(
                    "ImagePullFailed", "pod %s cannot pull image %s: %s".formatted(pod, container.getImage(), detail)));
        }
        if (CONFIGURATION.contains(waiting.getReason())) {
            return Optional.of(new Trouble(
                    "ContainerConfigInvalid",
                    "container %s of pod %s cannot be made: %s".formatted(container.getName(), pod, detail)));
        }
        return Optional.empty();
    }

    /** Between two crashes it runs for a moment; it is no better then. How often it crashed is left out: it grows. */
    private boolean crashesAgainAndAgain(ContainerStatus container) {
        var state = container.getState();
        boolean pausing = state != null
                && state.getWaiting() != null
                && "CrashLoopBackOff".equals(state.getWaiting().getReason());
        boolean crashedBefore = container.getRestartCount() != null
                && container.getRestartCount() > 1
                && container.getLastState() != null
                && container.getLastState().getTerminated() != null;
        return pausing || (crashedBefore && !isSteady(container));
    }

    private boolean isSteady(ContainerStatus container) {
        var state = container.getState();
        return Boolean.TRUE.equals(container.getReady())
                && (state == null
                        || state.getRunning() == null
                        || state.getRunning().getStartedAt() == null
                        || Instant.parse(state.getRunning().getStartedAt())
                                .plus(STEADY_AFTER)
                                .isBefore(clock.instant()));
    }

    private static Optional<Trouble> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .findFirst()
                .map(condition -> new Trouble(
                        "Unschedulable",
                        "pod %s finds no node: %s".formatted(pod.getMetadata().getName(), condition.getMessage())));
    }

    private static LabelSelector selector(HasMetadata workload) {
        if (workload instanceof Deployment deployment) {
            return deployment.getSpec().getSelector();
        }
        if (workload instanceof StatefulSet set) {
            return set.getSpec().getSelector();
        }
        return ((DaemonSet) workload).getSpec().getSelector();
    }
}
