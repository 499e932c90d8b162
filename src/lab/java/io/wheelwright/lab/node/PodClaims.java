package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;
import java.util.stream.Stream;

/** The persistent volume claims that a pod uses. */
final class PodClaims {

    private PodClaims() {}

    static Stream<PodKey> of(Pod pod) {
        return pod.getSpec().getVolumes().stream().flatMap(volume -> of(pod, volume).stream());
    }

    /** The claim behind a volume. An ephemeral one is named after the pod and made by kube-controller-manager. */
    static Optional<PodKey> of(Pod pod, Volume volume) {
        return name(pod, volume).map(name -> new PodKey(pod.getMetadata().getNamespace(), name));
    }

    private static Optional<String> name(Pod pod, Volume volume) {
        if (volume.getEphemeral() != null) {
            return Optional.of(pod.getMetadata().getName() + "-" + volume.getName());
        }
        return Optional.ofNullable(volume.getPersistentVolumeClaim()).map(source -> source.getClaimName());
    }
}
