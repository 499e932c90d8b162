package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.ChartValues;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets that a spoke is born with. Each is made once and kept: a repeated visit finds and verifies it. Their
 * contents never leave the cluster; the hub's database holds the hash of the agent's key only.
 */
@ApplicationScoped
public class SpokeSecrets {

    static final String AGENT = "wheelwright-agent";
    static final String DATABASE = "wheelwright-database";
    static final String APPLICATION = "wheelwright-application";
    static final String MQTT = "wheelwright-mqtt";
    private static final String KEY = "api-key";
    private static final String HUB = "hub-url";
    private static final int KEY_BYTES = 32;

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final WheelwrightConfig config;
    private final SecureRandom random = new SecureRandom();

    SpokeSecrets(KubernetesClient client, SpokeInformers informers, WheelwrightConfig config) {
        this.client = client;
        this.informers = informers;
        this.config = config;
    }

    /**
     * What there is now.
     *
     * @param keyHash SHA-256 of the agent's key in lowercase hexadecimal
     * @param lost name of a Secret that is missing although workloads use it, and was not made anew: another password
     *     would not open the data
     */
    record Kept(String keyHash, Optional<String> lost) {}

    /** Makes what is missing, but for what cannot be replaced. */
    Kept ensure(Scope scope) {
        Secret agent = keep(
                scope,
                AGENT,
                Map.of(
                        "spoke-id",
                        scope.names().spokeId(),
                        KEY,
                        randomKey(),
                        HUB,
                        config.url().toString()));
        Optional<String> lost = lost(scope);
        if (lost.isEmpty()) {
            keep(scope, DATABASE, Map.of("username", "spoke", "database", "spoke", "password", randomKey()));
            keep(scope, APPLICATION, Map.of("secret-key", randomKey()));
        }
        if (wantsBroker(scope)) {
            keep(scope, MQTT, Map.of("password", randomKey()));
        }
        return new Kept(Digest.sha256(decode(agent, KEY)), lost);
    }

    private Optional<String> lost(Scope scope) {
        String namespace = scope.names().namespace();
        if (informers.workloads(namespace).findAny().isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(DATABASE, APPLICATION)
                .filter(name ->
                        client.secrets().inNamespace(namespace).withName(name).get() == null)
                .findFirst();
    }

    /** Only a spoke that has a broker needs its password. It stays when the broker is switched off, and serves again. */
    static boolean wantsBroker(Scope scope) {
        return ChartValues.isEnabled(scope, "mqtt");
    }

    private Secret keep(Scope scope, String name, Map<String, String> firstContent) {
        String namespace = scope.names().namespace();
        Secret present = client.secrets().inNamespace(namespace).withName(name).get();
        if (present == null) {
            return create(namespace, name, scope, firstContent);
        }
        if (name.equals(AGENT)) {
            return complete(present, firstContent, rotation(scope.spoke()));
        }
        return present;
    }

    /** Without a key the agent gets a new one, as if the Secret had been deleted; so it does when somebody asks for one. */
    private Secret complete(Secret agent, Map<String, String> firstContent, String rotation) {
        Map<String, String> data = new HashMap<>();
        boolean rotates = !rotation.isEmpty() && !rotation.equals(rotation(agent));
        if (decode(agent, KEY).isBlank() || rotates) {
            data.put(KEY, encode(firstContent.get(KEY)));
        }
        if (!decode(agent, HUB).equals(firstContent.get(HUB))) {
            data.put(HUB, encode(firstContent.get(HUB)));
        }
        if (data.isEmpty()) {
            return agent;
        }
        return client.secrets()
                .inNamespace(agent.getMetadata().getNamespace())
                .withName(AGENT)
                .edit(secret -> new SecretBuilder(secret)
                        .addToData(data)
                        .editMetadata()
                        .addToAnnotations(rotates ? Map.of(Labels.ROTATE_KEY, rotation) : Map.of())
                        .endMetadata()
                        .build());
    }

    private Secret create(String namespace, String name, Scope scope, Map<String, String> content) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(scope.labels())
                .addToAnnotations(Labels.ROTATE_KEY, rotation(scope.spoke()))
                .endMetadata()
                .withType("Opaque")
                .withStringData(content)
                .build();
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException raced) {
            if (raced.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw raced;
            }
            return client.secrets().inNamespace(namespace).withName(name).require();
        }
    }

    /** What was written last by whoever wanted another key. */
    static String rotation(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Labels.ROTATE_KEY, "");
    }

    private String randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decode(Secret secret, String key) {
        String value = secret.getData() == null ? "" : secret.getData().getOrDefault(key, "");
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
