package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.lab.node.Stage.Waiting;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Warnings about containers that cannot start, as {@code kubectl describe pod} shows them: each one once. */
final class PodEvents {

    private static final Logger LOG = Logger.getLogger(PodEvents.class);

    private static final Map<String, String> REASONS = Map.of(
            Waiting.PULL_FAILED, "Failed",
            Waiting.PULL_BACK_OFF, "BackOff",
            Waiting.CONFIG_MISSING, "Failed",
            Waiting.CRASH_BACK_OFF, "BackOff",
            Waiting.CREATING, "FailedMount");

    private final KubernetesClient client;
    private final Clock clock;

    PodEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Writes what the run has to complain about and has not said before. */
    void tell(Pod pod, PodRun run) {
        run.containers()
                .flatMap(container -> complaint(container).stream())
                .filter(run::isNews)
                .forEach(waiting -> write(pod, waiting));
    }

    private static Optional<Waiting> complaint(ContainerRun container) {
        return container.stage() instanceof Waiting waiting
                        && REASONS.containsKey(waiting.reason())
                        && !waiting.message().isEmpty()
                ? Optional.of(waiting)
                : Optional.empty();
    }

    private void write(Pod pod, Waiting waiting) {
        String now = Stage.time(clock.instant());
        try {
            client.v1()
                    .events()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withGenerateName(pod.getMetadata().getName() + ".")
                            .withNamespace(pod.getMetadata().getNamespace())
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withNamespace(pod.getMetadata().getNamespace())
                            .withName(pod.getMetadata().getName())
                            .withUid(pod.getMetadata().getUid())
                            .endInvolvedObject()
                            .withType("Warning")
                            .withReason(REASONS.get(waiting.reason()))
                            .withMessage(waiting.message())
                            .withNewSource("kubelet", NodeIdentity.NAME)
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            // A namespace on its way out takes no events, and nobody will read them.
            LOG.debugf("no event for %s: %s", pod.getMetadata().getName(), e.getMessage());
        }
    }
}
