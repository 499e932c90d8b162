package io.wheelwright.lab.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** How one identity reaches a cluster, as a file for programs and as a client's configuration. */
record Kubeconfig(String server, String caPem, String user, String token, String namespace) {

    static Kubeconfig of(String server, Path ca, String user, String token, String namespace) {
        try {
            return new Kubeconfig(server, Files.readString(ca), user, token, namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same cluster for another identity. */
    static Kubeconfig of(Config config, String user, String token, String namespace) {
        String server = config.getMasterUrl();
        if (config.getCaCertData() == null) {
            return of(server, Path.of(config.getCaCertFile()), user, token, namespace);
        }
        byte[] pem = Base64.getDecoder().decode(config.getCaCertData());
        return new Kubeconfig(server, new String(pem, StandardCharsets.UTF_8), user, token, namespace);
    }

    Config toConfig() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server)
                .withCaCertData(encodedCa())
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

    @Override
    public String toString() {
        return user + " at " + server;
    }

    private String encodedCa() {
        return Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
    }

    private String toYaml() {
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
                """.formatted(server, encodedCa(), user, token, user, namespace);
    }
}
