package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Locale;
import java.util.Map;

/** Custom resources in a namespace of their own, as plain JSON: nothing of the model takes part. */
record ApiServer(KubernetesClient client, String namespace) implements AutoCloseable {

    private static final Map<String, Class<? extends CustomResource<?, ?>>> MODEL =
            Map.of("Spoke", Spoke.class, "Organization", Organization.class, "Product", Product.class);

    static ApiServer inNewNamespace(KubernetesClient client, String prefix) {
        var namespace = client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(prefix + "-")
                        .endMetadata()
                        .build())
                .create();
        return new ApiServer(client, namespace.getMetadata().getName());
    }

    JsonNode create(JsonNode object) {
        return send("POST", collection(object), object);
    }

    JsonNode tryCreate(JsonNode object) {
        return send("POST", collection(object) + "?dryRun=All", object);
    }

    JsonNode replace(JsonNode object) {
        return send("PUT", path(object), object);
    }

    JsonNode replaceStatus(JsonNode object) {
        return send("PUT", path(object) + "/status", object);
    }

    JsonNode tryReplaceStatus(JsonNode object) {
        return send("PUT", path(object) + "/status?dryRun=All", object);
    }

    /** Creates the object, or replaces it where it is there already. */
    JsonNode apply(JsonNode object) {
        var live = find(object);
        return live == null ? create(object) : replace(withVersionOf(live, object));
    }

    /** The object as it is stored; null where there is none. */
    JsonNode find(JsonNode object) {
        String found = client.raw(path(object));
        return found == null ? null : Serialization.unmarshal(found, JsonNode.class);
    }

    /** The object as the operator would read it. */
    CustomResource<?, ?> read(JsonNode object) {
        return client.getKubernetesSerialization().unmarshal(object.toString(), MODEL.get(kind(object)));
    }

    /** What the model would write. */
    JsonNode write(CustomResource<?, ?> object) {
        return Serialization.unmarshal(client.getKubernetesSerialization().asJson(object), JsonNode.class);
    }

    /** The object under another name, as if it had never been stored. */
    CustomResource<?, ?> rename(CustomResource<?, ?> object, String name) {
        var copy = client.getKubernetesSerialization().clone(object);
        copy.setMetadata(new ObjectMetaBuilder().withName(name).build());
        return copy;
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
    }

    private static JsonNode withVersionOf(JsonNode live, JsonNode object) {
        ObjectNode next = object.deepCopy();
        ((ObjectNode) next.get("metadata")).set("resourceVersion", live.at("/metadata/resourceVersion"));
        return next;
    }

    private JsonNode send(String method, String path, JsonNode object) {
        return Serialization.unmarshal(client.raw(path, method, object.toString()), JsonNode.class);
    }

    private String path(JsonNode object) {
        return collection(object) + "/" + object.at("/metadata/name").asText();
    }

    private String collection(JsonNode object) {
        return "/apis/wheelwright.io/v1alpha1/namespaces/" + namespace + "/"
                + kind(object).toLowerCase(Locale.ROOT) + "s";
    }

    private static String kind(JsonNode object) {
        return object.get("kind").asText();
    }
}
