package io.wheelwright.lab;

import io.wheelwright.lab.controlplane.ControlPlane;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The kubectl of this machine; where there is none, one from the sources of the control plane's programs. */
public final class Kubectl {

    private Kubectl() {}

    /** The folder to put on the PATH, or nothing where kubectl is there already, or is to be had nowhere. */
    public static Optional<Path> folder(Consumer<String> progress) {
        try {
            return ControlPlane.kubectl(progress)
                    .map(Path::getParent)
                    .filter(folder -> !System.getenv().getOrDefault("PATH", "").contains(folder.toString()));
        } catch (IllegalStateException notFound) {
            progress.accept("no kubectl: " + notFound.getMessage());
            return Optional.empty();
        }
    }
}
