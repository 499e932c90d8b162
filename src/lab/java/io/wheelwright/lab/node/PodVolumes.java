package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The volumes of a pod with the files that those made of API objects have at the moment. */
final class PodVolumes {

    private final Pod pod;
    private final Map<String, VolumeFiles> ofObjects = new TreeMap<>();

    PodVolumes(Pod pod, PodFields fields, ConfigObjects objects) {
        this.pod = pod;
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (VolumeFiles.isMadeOfObjects(volume)) {
                ofObjects.put(volume.getName(), VolumeFiles.of(volume, fields, objects));
            }
        }
    }

    List<String> missing() {
        return ofObjects.entrySet().stream()
                .flatMap(volume -> volume.getValue().missing().stream()
                        .map(what -> "MountVolume.SetUp failed for volume \"%s\": %s".formatted(volume.getKey(), what)))
                .toList();
    }

    /** Makes the directories of all volumes. */
    void make(PodDirectory directory, ClusterView view) throws IOException {
        refresh(directory);
        for (Volume volume : pod.getSpec().getVolumes()) {
            Optional<PersistentVolumeClaim> claim = PodClaims.of(pod, volume).flatMap(view::claim);
            if (claim.isPresent()) {
                directory.bind(volume.getName(), claim.get().getMetadata());
            } else if (!ofObjects.containsKey(volume.getName())) {
                directory.makeEmpty(volume.getName());
            }
        }
    }

    /** Brings changed Secrets and ConfigMaps into the directories. What disappeared stays mounted as it was. */
    void refresh(PodDirectory directory) throws IOException {
        for (Map.Entry<String, VolumeFiles> volume : ofObjects.entrySet()) {
            if (volume.getValue().missing().isEmpty()) {
                directory.project(volume.getKey(), volume.getValue().files());
            }
        }
    }
}
