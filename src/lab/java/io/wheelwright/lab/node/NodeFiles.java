package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** Where the node keeps the directories of pods and of persistent volumes. */
record NodeFiles(Path base) {

    PodDirectory pod(String uid) {
        return new PodDirectory(pods().resolve(uid), this);
    }

    /** The directory behind a claim; a claim of the same name that is made later gets another. */
    Path claim(ObjectMeta claim) {
        return base.resolve("claims").resolve(claim.getNamespace()).resolve(claim.getName() + "." + claim.getUid());
    }

    /** Removes what pods left that went away while no node was running. */
    void keepOnlyPods(Set<String> uids) throws IOException {
        Files.createDirectories(pods());
        try (Stream<Path> directories = Files.list(pods())) {
            for (Path directory : directories.toList()) {
                if (!uids.contains(directory.getFileName().toString())) {
                    Trees.delete(directory);
                }
            }
        }
    }

    private Path pods() {
        return base.resolve("pods");
    }
}
