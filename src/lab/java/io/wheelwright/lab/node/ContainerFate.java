package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/** What becomes of a container by the pod's spec: whether it ends by itself, and what follows when it fails. */
record ContainerFate(Role role, String restartPolicy, String lastWords) {

    /** What a container that runs to its end leaves as its termination message. */
    static final String TERMINATION_MESSAGE = "lab.wheelwright.io/termination-message";

    private enum Role {
        INITIAL,
        SIDECAR,
        MAIN
    }

    static ContainerFate ofInitial(Pod pod, Container container) {
        boolean sidecar = "Always".equals(container.getRestartPolicy());
        return new ContainerFate(
                sidecar ? Role.SIDECAR : Role.INITIAL, pod.getSpec().getRestartPolicy(), "");
    }

    static ContainerFate ofMain(Pod pod) {
        String message = Optional.ofNullable(pod.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(TERMINATION_MESSAGE, "");
        return new ContainerFate(Role.MAIN, pod.getSpec().getRestartPolicy(), message);
    }

    boolean isInitial() {
        return role == Role.INITIAL;
    }

    boolean runsToEnd() {
        return role == Role.INITIAL || (role == Role.MAIN && !"Always".equals(restartPolicy));
    }

    boolean restartsAfterFailure() {
        return role == Role.SIDECAR || !"Never".equals(restartPolicy);
    }

    /** Faults hit the main containers: those are what a pod is about, and what people look at first. */
    boolean suffers(ContainerHost host, Fault fault) {
        return role == Role.MAIN && host.fault().filter(fault::equals).isPresent();
    }
}
