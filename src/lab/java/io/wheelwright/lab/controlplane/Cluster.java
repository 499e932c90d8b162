package io.wheelwright.lab.controlplane;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** A Kubernetes cluster that somebody runs, seen by its administrator. */
public final class Cluster implements AutoCloseable {

    private static final Duration TOKEN_LIFE = Duration.ofDays(365);

    private final Path kubeconfig;
    private final Config config;
    private final KubernetesClient client;

    private Cluster(Path kubeconfig, Config config) {
        this.kubeconfig = kubeconfig;
        this.config = config;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The cluster of the current context of that file. */
    public static Cluster of(Path kubeconfig) {
        return new Cluster(kubeconfig.toAbsolutePath(), Config.fromKubeconfig(kubeconfig.toFile()));
    }

    /** File by which kubectl and other programs reach it as administrator. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** A client with every right. It belongs to this object, which closes it. */
    public KubernetesClient client() {
        return client;
    }

    /** Writes a file by which a program acts as that ServiceAccount, with no other right than its own. */
    public Path kubeconfigFor(String serviceAccountNamespace, String name) {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_LIFE.toSeconds())
                .endSpec()
                .build();
        String token = client.serviceAccounts()
                .inNamespace(serviceAccountNamespace)
                .withName(name)
                .tokenRequest(request)
                .getStatus()
                .getToken();
        Path file = kubeconfig.resolveSibling("kubeconfig-" + serviceAccountNamespace + "-" + name);
        return Kubeconfig.of(config, name, token, serviceAccountNamespace).write(file);
    }

    @Override
    public void close() {
        client.close();
    }
}
