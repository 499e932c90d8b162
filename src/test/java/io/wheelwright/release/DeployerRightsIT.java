package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.lab.LabPlane;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm may do with the credentials that it gets, and for how long. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployerRightsIT {

    private KubernetesClient hub;
    private Deployers deployers;
    private String home;
    private Deployers.Credentials credentials;
    private KubernetesClient helm;

    @BeforeAll
    void makeARoom() {
        hub = client(Config.fromKubeconfig(LabPlane.shared()
                .cluster()
                .kubeconfigFor("wheelwright-system", "wheelwright")
                .toFile()));
        deployers = new Deployers(
                hub,
                new SmallRyeConfigBuilder()
                        .withMapping(WheelwrightConfig.class)
                        .build()
                        .getConfigMapping(WheelwrightConfig.class));
        home = SpokeRoom.make(hub, deployers);
        credentials = deployers.credentials(home);
        helm = clientOf(credentials);
    }

    @AfterAll
    void close() {
        helm.close();
        credentials.close();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/configmaps", "/secrets", "/services", "apps/deployments", "batch/cronjobs"})
    void itMayMakeWorkloadsAtHomeOnly(String resource) {
        assertThat(may(helm, "create", resource, home)).isTrue();
        assertThat(may(helm, "delete", resource, home)).isTrue();
        assertThat(may(helm, "create", resource, "kube-system")).isFalse();
        assertThat(may(helm, "get", resource, "wheelwright-deployers")).isFalse();
        assertThat(may(helm, "list", resource, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/resourcequotas",
                "/limitranges",
                "/namespaces",
                "/pods",
                "/nodes",
                "/persistentvolumes",
                "networking.k8s.io/networkpolicies",
                "rbac.authorization.k8s.io/roles",
                "rbac.authorization.k8s.io/rolebindings",
                "rbac.authorization.k8s.io/clusterrolebindings",
                "wheelwright.io/spokes"
            })
    void itMayMakeOrChangeNothingElse(String resource) {
        assertThat(may(helm, "create", resource, home)).isFalse();
        assertThat(may(helm, "patch", resource, home)).isFalse();
        assertThat(may(helm, "delete", resource, home)).isFalse();
    }

    @Test
    void itsCredentialsEndWithTheCall() {
        String room = SpokeRoom.make(hub, deployers);
        Deployers.Credentials one = deployers.credentials(room);
        try (KubernetesClient child = clientOf(one)) {
            assertThat(may(child, "create", "/configmaps", room)).isTrue();

            one.close();

            awaitRefusal(child, room);
        }
    }

    @Test
    void itsTokenEndsWithinTenMinutesWhoeverDies() {
        String token = Config.fromKubeconfig(credentials.kubeconfig()).getAutoOAuthToken();
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        JsonNode said = Json.read(claims, JsonNode.class);
        assertThat(said.path("exp").asLong() - said.path("iat").asLong())
                .isEqualTo(Duration.ofMinutes(10).toSeconds());
    }

    @Test
    void newCredentialsEndTheOldOnes() {
        String room = SpokeRoom.make(hub, deployers);
        try (KubernetesClient left = clientOf(deployers.credentials(room));
                Deployers.Credentials next = deployers.credentials(room);
                KubernetesClient child = clientOf(next)) {
            awaitRefusal(left, room);
            assertThat(may(child, "create", "/configmaps", room)).isTrue();
        }
    }

    /** The API server believes a token for some seconds more. */
    private static void awaitRefusal(KubernetesClient client, String room) {
        await().atMost(Duration.ofSeconds(40)).until(() -> isUnknown(client, room));
    }

    private static boolean isUnknown(KubernetesClient client, String room) {
        try {
            may(client, "create", "/configmaps", room);
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
        }
    }

    private static boolean may(KubernetesClient client, String verb, String resource, String namespace) {
        String[] groupAndResource = resource.split("/", 2);
        return client.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(groupAndResource[0])
                        .withResource(groupAndResource[1])
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }

    private static KubernetesClient clientOf(Deployers.Credentials credentials) {
        return client(Config.fromKubeconfig(credentials.kubeconfig()));
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
