package io.wheelwright.release;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * The accounts that Helm acts as: one for each spoke, with rights in that spoke's namespace only. They live in a
 * namespace of their own, where no pod of a chart can use them.
 */
@ApplicationScoped
public class Deployers {

    private static final long SHORTEST_LIFE_SECONDS = 600;

    private final KubernetesClient client;
    private final String home;

    Deployers(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.home = config.deployersNamespace();
    }

    /** Sees that the deployer of this namespace exists; its rights there are a guard rail of the namespace. */
    public void ensure(String namespace, Map<String, String> labels) {
        if (client.serviceAccounts().inNamespace(home).withName(namespace).get() != null) {
            return;
        }
        ServiceAccount account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withNamespace(home)
                .withLabels(labels)
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
        try {
            client.resource(account).create();
        } catch (KubernetesClientException raced) {
            if (raced.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw raced;
            }
        }
    }

    /** The user that the API server takes the deployer of this namespace for. */
    public static String userName(WheelwrightConfig config, String namespace) {
        return "system:serviceaccount:" + config.deployersNamespace() + ":" + namespace;
    }

    /**
     * Credentials of the deployer of this namespace for one call; closing them ends them, and so does asking for others:
     * what a hub that was killed has left behind is of no use to anybody then.
     */
    Credentials credentials(String namespace) {
        Secret bond = new SecretBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withNamespace(home)
                .endMetadata()
                .build();
        client.resource(bond).delete();
        String uid = client.resource(bond).create().getMetadata().getUid();
        TokenRequest granted = client.serviceAccounts()
                .inNamespace(home)
                .withName(namespace)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(SHORTEST_LIFE_SECONDS)
                        .withNewBoundObjectRef("v1", "Secret", namespace, uid)
                        .endSpec()
                        .build());
        return new Credentials(kubeconfig(namespace, granted.getStatus().getToken()), () -> client.resource(bond)
                .delete());
    }

    /** A kubeconfig whose token dies with the Secret that it is bound to. */
    record Credentials(String kubeconfig, Runnable end) implements AutoCloseable {

        @Override
        public void close() {
            end.run();
        }

        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    private String kubeconfig(String namespace, String token) {
        Config hub = client.getConfiguration();
        return """
                apiVersion: v1
                kind: Config
                current-context: spoke
                clusters: [{name: spoke, cluster: {server: "%s"%s}}]
                users: [{name: deployer, user: {token: "%s"}}]
                contexts: [{name: spoke, context: {cluster: spoke, user: deployer, namespace: "%s"}}]
                """.formatted(hub.getMasterUrl(), authority(hub), token, namespace);
    }

    private static String authority(Config hub) {
        if (hub.getCaCertData() != null) {
            return ", certificate-authority-data: \"" + hub.getCaCertData() + "\"";
        }
        if (hub.getCaCertFile() != null) {
            try {
                String pem = Files.readString(Path.of(hub.getCaCertFile()));
                return ", certificate-authority-data: \""
                        + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)) + "\"";
            } catch (java.io.IOException unreadable) {
                throw new java.io.UncheckedIOException("cannot read the cluster's CA certificate", unreadable);
            }
        }
        return "";
    }
}
