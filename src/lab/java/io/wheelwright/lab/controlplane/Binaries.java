package io.wheelwright.lab.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs of a control plane are. */
final class Binaries {

    private Binaries() {}

    static Path find(String name) {
        String folder = name.equals("etcd") ? "etcd-v3.6.16-linux-amd64" : "kubernetes-v1.35.4-linux-amd64";
        Path file = Path.of(System.getProperty("user.home"), ".cache/wheelwright/control-plane", folder, name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(name + " is not in " + file);
        }
        return file;
    }
}
