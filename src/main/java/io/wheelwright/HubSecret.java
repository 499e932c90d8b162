package io.wheelwright;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Secrets of the hub's own namespace, made on first use; hubs that make one at the same time agree on one. */
@ApplicationScoped
public class HubSecret {

    private final KubernetesClient client;
    private final String namespace;

    HubSecret(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.namespace = config.hubNamespace();
    }

    /** Reads the entries of the Secret, or makes it of these. */
    public Map<String, byte[]> read(String name, Supplier<Map<String, byte[]>> entries) {
        return decode(get(name).orElseGet(() -> create(name, entries.get())));
    }

    /** Reads the entries of the Secret, if there is one. */
    public Optional<Map<String, byte[]>> find(String name) {
        return get(name).map(HubSecret::decode);
    }

    private Optional<Secret> get(String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    private Secret create(String name, Map<String, byte[]> entries) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withData(encode(entries))
                .build();
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return get(name).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private static Map<String, String> encode(Map<String, byte[]> entries) {
        return entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                .encodeToString(entry.getValue())));
    }

    private static Map<String, byte[]> decode(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue())));
    }
}
