package io.wheelwright.spoke;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.wheelwright.release.ReleaseRecord;
import java.time.Instant;
import java.util.List;

/** What is deployed of a spoke, as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record DeploymentView(
        String status,
        String url,
        Instant deployedAt,
        String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) HelmView helm,
        List<PodView> pods) {

    /** The newest revision of the release, in Helm's words. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record HelmView(String status, int revision, Instant lastDeployed) {

        static HelmView of(ReleaseRecord record) {
            return new HelmView(record.status(), record.revision(), record.deployedAt());
        }
    }

    /** A pod in the spoke's namespace. */
    public record PodView(String name, String status, boolean ready) {

        static PodView of(Pod pod) {
            List<ContainerStatus> containers = pod.getStatus().getContainerStatuses();
            boolean ready = !containers.isEmpty() && containers.stream().allMatch(ContainerStatus::getReady);
            return new PodView(pod.getMetadata().getName(), word(pod, containers), ready);
        }

        /** What a container waits for says more than the phase of its pod. */
        private static String word(Pod pod, List<ContainerStatus> containers) {
            return containers.stream()
                    .filter(container -> container.getState() != null
                            && container.getState().getWaiting() != null
                            && container.getState().getWaiting().getReason() != null)
                    .map(container -> container.getState().getWaiting().getReason())
                    .findFirst()
                    .orElse(pod.getStatus().getPhase());
        }
    }
}
