package io.wheelwright.lab.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** How one identity reaches a control plane, as a file for programs and as a client's configuration. */
record Kubeconfig(String server, Path ca, String user, String token, String namespace) {

    Config toConfig() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server)
                .withCaCertFile(ca.toString())
                .withOauthToken(token)
                .withNamespace(namespace)
                .build();
    }

    /** Writes the file so that only its owner can read it: it carries a token. */
    Path write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.createTempFile(
                    file.getParent(),
                    "kubeconfig",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, toYaml());
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String toYaml() throws IOException {
        return """
                apiVersion: v1
                kind: Config
                current-context: lab
                clusters:
                - name: lab
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: "%s"
                  user:
                    token: %s
                contexts:
                - name: lab
                  context:
                    cluster: lab
                    user: "%s"
                    namespace: %s
                """.formatted(
                server, Base64.getEncoder().encodeToString(Files.readAllBytes(ca)), user, token, user, namespace);
    }
}
