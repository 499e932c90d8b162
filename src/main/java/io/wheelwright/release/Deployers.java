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
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * The accounts that Helm acts as: one for each spoke, with rights in that spoke's namespace only. They live in a
 * namespace of their own, where no pod of a chart can use them.
 */
@ApplicationScoped
public class Deployers {

    /** Of a token. The API server grants no shorter one, and no call needs a longer one. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final Clock clock;
    private final String home;
    private final String fleet;

    /** Tokens expire by the API server's clock, which nobody moves, and not by the one of the business. */
    @Inject
    Deployers(KubernetesClient client, WheelwrightConfig config) {
        this(client, config, Clock.systemUTC());
    }

    Deployers(KubernetesClient client, WheelwrightConfig config, Clock clock) {
        this.client = client;
        this.clock = clock;
        this.home = config.deployersNamespace();
        this.fleet = config.namespace();
    }

    void check(@Observes StartupEvent start, WheelwrightConfig config) {
        checkDeadline(config.release().deadline());
    }

    /** A token may outlive its call, where the hub dies in the middle of it, but never by more than its own life. */
    static void checkDeadline(Duration deadline) {
        if (deadline.compareTo(LIFE) > 0) {
            throw new IllegalArgumentException(
                    "wheelwright.release.deadline is at most 10 minutes, which is how long a deployer's token lives: a hook"
                            + " that takes longer has to start a Job and not wait for it");
        }
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

    /** Removes the deployer of this namespace and what is left of its credentials. */
    public void remove(String namespace) {
        client.serviceAccounts().inNamespace(home).withName(namespace).delete();
        client.secrets().inNamespace(home).withName(namespace).delete();
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
                .addToLabels(Labels.MANAGED_BY, Labels.WHEELWRIGHT)
                .addToLabels(Labels.FLEET, fleet)
                .endMetadata()
                .build();
        client.resource(bond).delete();
        String uid = client.resource(bond).create().getMetadata().getUid();
        TokenRequest granted = client.serviceAccounts()
                .inNamespace(home)
                .withName(namespace)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(LIFE.toSeconds())
                        .withNewBoundObjectRef("v1", "Secret", namespace, uid)
                        .endSpec()
                        .build());
        return new Credentials(kubeconfig(namespace, granted.getStatus().getToken()), () -> client.resource(bond)
                .delete());
    }

    /**
     * Removes what hubs that were killed in the middle of a call have left. Its tokens have expired by then: this leaves
     * the house tidy. A call that is still going on is younger than that.
     */
    @Scheduled(every = "5m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant expired = clock.instant().minus(LIFE);
        try {
            client
                    .secrets()
                    .inNamespace(home)
                    .withLabels(Map.of(Labels.MANAGED_BY, Labels.WHEELWRIGHT, Labels.FLEET, fleet))
                    .list()
                    .getItems()
                    .stream()
                    .filter(bond -> Instant.parse(bond.getMetadata().getCreationTimestamp())
                            .isBefore(expired))
                    .forEach(bond -> client.resource(bond).delete());
        } catch (KubernetesClientException away) {
            Log.debugf("What killed hubs have left is looked for again in 5 min: %s", away.getMessage());
        }
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
