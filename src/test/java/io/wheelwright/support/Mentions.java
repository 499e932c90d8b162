package io.wheelwright.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Json;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Every object of a cluster that mentions something, whatever its kind: what is gone is mentioned by events alone. */
public final class Mentions {

    private static final String EVENTS = "events";

    private Mentions() {}

    /** Objects of every kind that can be listed in which one of the words is found, as {@code resource namespace/name}. */
    public static List<String> of(KubernetesClient cluster, List<String> words) {
        return lists(cluster)
                .flatMap(path -> StreamSupport.stream(
                                Json.read(cluster.raw(path), JsonNode.class)
                                        .path("items")
                                        .spliterator(),
                                false)
                        .filter(object -> words.stream().anyMatch(object.toString()::contains))
                        .map(object -> "%s %s/%s"
                                .formatted(
                                        path,
                                        object.at("/metadata/namespace").asText(),
                                        object.at("/metadata/name").asText())))
                .toList();
    }

    private static Stream<String> lists(KubernetesClient cluster) {
        Stream<String> groups = cluster.getApiGroups().getGroups().stream()
                .map(APIGroup::getPreferredVersion)
                .map(GroupVersionForDiscovery::getGroupVersion)
                .flatMap(version -> resources(cluster, "/apis/", version));
        return Stream.concat(resources(cluster, "/api/", "v1"), groups);
    }

    private static Stream<String> resources(KubernetesClient cluster, String root, String version) {
        return cluster.getApiResources(version).getResources().stream()
                .filter(resource -> resource.getVerbs().contains("list"))
                .map(APIResource::getName)
                .filter(name -> !name.equals(EVENTS))
                .map(name -> root + version + "/" + name);
    }
}
