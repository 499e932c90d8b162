package io.wheelwright.release;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts back what somebody has deleted or changed among the objects of a release. The stored manifest says what should
 * be there, and never a new rendering: a chart may have drawn random values. Looking costs reads only; nothing is
 * written where nothing differs. Jobs are left alone, since one that is over may have been cleared away, and so is the
 * size of a volume.
 */
@ApplicationScoped
class Drift {

    private static final String FIELD_MANAGER = "wheelwright-drift";

    private static final String AUTOSCALER = HasMetadata.getKind(HorizontalPodAutoscaler.class);
    private static final int UNPROCESSABLE = 422;
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Set<String> ONLY_THERE = Set.of(HasMetadata.getKind(PersistentVolumeClaim.class));

    private final KubernetesClient client;
    private final Deployers deployers;

    /**
     * By namespace and object, the state in which putting back has left it although it still differs: the API server, or
     * an admission webhook, has its own way with such values.
     */
    private final Map<String, Map<String, String>> harmless = new ConcurrentHashMap<>();

    Drift(KubernetesClient client, Deployers deployers) {
        this.client = client;
        this.deployers = deployers;
    }

    /** An object that is not as it should be; without a live one it was deleted. */
    private record Drifted(Map<String, Object> wanted, Optional<GenericKubernetesResource> live, List<String> paths) {

        Stream<String> differencesBut(List<String> remaining) {
            return paths.stream().filter(path -> !remaining.contains(path)).map(path -> title(wanted) + ": " + path);
        }

        boolean isKnown(Map<String, String> digests) {
            return live.map(Drift::digest)
                    .filter(digest -> digest.equals(digests.get(title(wanted))))
                    .isPresent();
        }
    }

    /**
     * Puts back what differs; what one object is refused holds up none of the others. How many run of what has been brought
     * to rest is no difference; what was deleted comes back as it was deployed, to be brought to rest again.
     */
    Repair repair(ReleaseName release, String manifest, boolean atRest) {
        Map<String, String> known = harmless.getOrDefault(release.namespace(), Map.of());
        List<Map<String, Object>> objects;
        try {
            objects = Manifest.objects(manifest, release);
        } catch (IOException unreadable) {
            return new Repair(List.of(), List.of("the recorded manifest of the release: it cannot be read"));
        }
        List<Drifted> drifted = look(release, objects, atRest).stream()
                .filter(found -> !found.isKnown(known))
                .toList();
        if (drifted.isEmpty()) {
            return Repair.NOTHING;
        }
        Map<String, String> left = new HashMap<>(known);
        List<String> putBack = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (Deployers.Credentials credentials = deployers.credentials(release.namespace());
                KubernetesClient deployer = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(credentials.kubeconfig()))
                        .build()) {
            for (Drifted found : drifted) {
                try {
                    GenericKubernetesResource now = putBack(deployer, release, found);
                    List<String> remaining = paths(found.wanted(), now);
                    found.differencesBut(remaining).forEach(putBack::add);
                    if (!remaining.isEmpty()) {
                        left.put(title(found.wanted()), digest(now));
                    }
                } catch (KubernetesClientException refusal) {
                    if (!isRefusal(refusal)) {
                        throw refusal;
                    }
                    refused.add(title(found.wanted()) + ": " + HelmErrors.redact(refusal.getMessage()));
                }
            }
        }
        harmless.put(release.namespace(), left);
        return new Repair(List.copyOf(putBack), List.copyOf(refused));
    }

    /** An admission webhook that is away is answered for by a 500. */
    private static boolean isRefusal(KubernetesClientException e) {
        return e.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
    }

    /** Nothing of this release has to be remembered any more. */
    void forget(ReleaseName release) {
        harmless.remove(release.namespace());
    }

    private List<Drifted> look(ReleaseName release, List<Map<String, Object>> recorded, boolean atRest) {
        List<Map<String, Object>> objects = recorded.stream()
                .filter(Repairable::isIt)
                .filter(object -> release.namespace().equals(metadata(object, "namespace")))
                .toList();
        Set<String> autoscaled = autoscaled(release, objects);
        List<Drifted> drifted = new ArrayList<>();
        for (Map<String, Object> object : objects) {
            Map<String, Object> wanted = atRest
                    ? without(object, "replicas", "suspend")
                    : autoscaled.contains(title(object)) ? without(object, "replicas") : object;
            Optional<GenericKubernetesResource> live = Optional.ofNullable(
                    Repairable.resource(client, release, wanted).get());
            List<String> paths = live.map(found -> paths(wanted, found)).orElse(List.of("deleted"));
            if (!paths.isEmpty()) {
                drifted.add(new Drifted(live.isPresent() ? wanted : object, live, paths));
            }
        }
        return drifted;
    }

    private static List<String> paths(Map<String, Object> wanted, GenericKubernetesResource live) {
        return ONLY_THERE.contains(wanted.get("kind")) ? List.of() : Differences.between(wanted, fields(live));
    }

    /** What an apply cannot do, since it would leave both of two fields that exclude each other, a replacement can. */
    private static GenericKubernetesResource putBack(KubernetesClient deployer, ReleaseName release, Drifted found) {
        Map<String, Object> complete =
                found.live().map(live -> withReplicasOf(live, found.wanted())).orElse(found.wanted());
        try {
            return Repairable.resource(deployer, release, complete)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException invalid) {
            if (invalid.getCode() != UNPROCESSABLE || found.live().isEmpty()) {
                throw invalid;
            }
            Map<String, Object> replacement = fields(found.live().get());
            complete.keySet().stream()
                    .filter(field -> !field.equals("metadata"))
                    .forEach(field -> replacement.put(field, complete.get(field)));
            Map<String, Object> metadata = Manifest.fields(replacement, "metadata");
            Map<String, Object> wanted = Manifest.fields(complete, "metadata");
            for (String texts : List.of("labels", "annotations")) {
                Manifest.fields(metadata, texts).putAll(Manifest.fields(wanted, texts));
            }
            return Repairable.resource(deployer, release, replacement).update();
        }
    }

    /** Whose number an autoscaler keeps, one that is there or one that should be. */
    private Set<String> autoscaled(ReleaseName release, List<Map<String, Object>> objects) {
        Stream<Map<String, Object>> live = client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(release.namespace())
                .list()
                .getItems()
                .stream()
                .map(autoscaler -> SERIALIZATION.convertValue(autoscaler, Map.class));
        return Stream.concat(live, objects.stream())
                .filter(object -> AUTOSCALER.equals(object.get("kind")))
                .map(object -> Manifest.fields(Manifest.fields(new LinkedHashMap<>(object), "spec"), "scaleTargetRef"))
                .map(target -> target.get("kind") + " " + target.get("name"))
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> without(Map<String, Object> object, String... fields) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        if (object.get("spec") instanceof Map) {
            Manifest.fields(copy, "spec").keySet().removeAll(Set.of(fields));
        }
        return copy;
    }

    /** Left out, the number would fall to the default where nobody else has claimed it. */
    private static Map<String, Object> withReplicasOf(GenericKubernetesResource live, Map<String, Object> wanted) {
        Number replicas = live.get("spec", "replicas");
        Map<String, Object> copy = new LinkedHashMap<>(wanted);
        if (replicas != null) {
            Manifest.fields(copy, "spec").putIfAbsent("replicas", replicas);
        }
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(GenericKubernetesResource live) {
        return SERIALIZATION.convertValue(live, Map.class);
    }

    private static String digest(GenericKubernetesResource live) {
        Map<String, Object> content = new TreeMap<>(fields(live));
        content.keySet().removeAll(List.of("metadata", "status"));
        content.put("labels", live.getMetadata().getLabels());
        content.put("annotations", live.getMetadata().getAnnotations());
        return Canonical.digest(content);
    }

    private static String title(Map<String, Object> object) {
        return object.get("kind") + " " + metadata(object, "name");
    }

    private static String metadata(Map<String, Object> object, String field) {
        return object.get("metadata") instanceof Map<?, ?> metadata ? Objects.toString(metadata.get(field), "") : "";
    }
}
