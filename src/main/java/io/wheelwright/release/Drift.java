package io.wheelwright.release;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** The kinds that a deployer may make and that are to stay as they were made. */
    private static final Map<String, ResourceDefinitionContext> KINDS = Stream.of(
                    ConfigMap.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    PersistentVolumeClaim.class,
                    Deployment.class,
                    StatefulSet.class,
                    DaemonSet.class,
                    CronJob.class,
                    HorizontalPodAutoscaler.class,
                    io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler.class,
                    PodDisruptionBudget.class,
                    Ingress.class)
            .collect(Collectors.toUnmodifiableMap(
                    (Class<? extends HasMetadata> kind) ->
                            HasMetadata.getApiVersion(kind) + "/" + HasMetadata.getKind(kind),
                    ResourceDefinitionContext::fromResourceType));

    private static final Set<String> ONLY_THERE = Set.of(HasMetadata.getKind(PersistentVolumeClaim.class));

    private final KubernetesClient client;
    private final Deployers deployers;

    /** By namespace, differences that the answer to putting back still has: the API server writes values its own way. */
    private final Map<String, Set<String>> harmless = new ConcurrentHashMap<>();

    Drift(KubernetesClient client, Deployers deployers) {
        this.client = client;
        this.deployers = deployers;
    }

    /** An object that is not as it should be. */
    private record Drifted(Map<String, Object> wanted, List<String> differences) {}

    /** Puts back what differs, and returns it for people; empty when everything stands. */
    List<String> repair(ReleaseName release, String manifest) {
        Set<String> known = harmless.getOrDefault(release.namespace(), Set.of());
        List<Drifted> drifted = look(release, objects(release, manifest)).stream()
                .filter(found -> !known.containsAll(found.differences()))
                .toList();
        if (drifted.isEmpty()) {
            return List.of();
        }
        Set<String> left = new HashSet<>(known);
        try (Deployers.Credentials credentials = deployers.credentials(release.namespace());
                KubernetesClient deployer = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(credentials.kubeconfig()))
                        .build()) {
            drifted.forEach(
                    found -> left.addAll(differences(found.wanted(), putBack(deployer, release, found.wanted()))));
        }
        harmless.put(release.namespace(), left);
        return drifted.stream()
                .flatMap(found -> found.differences().stream())
                .filter(difference -> !left.contains(difference))
                .toList();
    }

    /** Nothing of this release has to be remembered any more. */
    void forget(ReleaseName release) {
        harmless.remove(release.namespace());
    }

    private List<Map<String, Object>> objects(ReleaseName release, String manifest) {
        List<Map<String, Object>> objects = Manifest.objects(manifest, release).stream()
                .filter(object -> KINDS.containsKey(kind(object)))
                .filter(object -> release.namespace().equals(metadata(object, "namespace")))
                .toList();
        Set<String> autoscaled = autoscaled(release);
        return objects.stream()
                .map(object -> autoscaled.contains(title(object)) ? withoutReplicas(object) : object)
                .toList();
    }

    private List<Drifted> look(ReleaseName release, List<Map<String, Object>> objects) {
        List<Drifted> drifted = new ArrayList<>();
        for (Map<String, Object> wanted : objects) {
            GenericKubernetesResource live = resource(client, release, wanted).get();
            List<String> differences = live == null ? List.of(title(wanted) + ": deleted") : differences(wanted, live);
            if (!differences.isEmpty()) {
                drifted.add(new Drifted(wanted, differences));
            }
        }
        return drifted;
    }

    private List<String> differences(Map<String, Object> wanted, GenericKubernetesResource live) {
        return ONLY_THERE.contains(wanted.get("kind"))
                ? List.of()
                : Differences.between(
                                wanted, client.getKubernetesSerialization().convertValue(live, Map.class))
                        .stream()
                        .map(path -> title(wanted) + ": " + path)
                        .toList();
    }

    private static GenericKubernetesResource putBack(
            KubernetesClient deployer, ReleaseName release, Map<String, Object> wanted) {
        return resource(deployer, release, wanted)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private static Resource<GenericKubernetesResource> resource(
            KubernetesClient client, ReleaseName release, Map<String, Object> wanted) {
        return client.genericKubernetesResources(KINDS.get(kind(wanted)))
                .inNamespace(release.namespace())
                .resource(client.getKubernetesSerialization().convertValue(wanted, GenericKubernetesResource.class));
    }

    /** Whose number an autoscaler keeps, whoever made it. */
    private Set<String> autoscaled(ReleaseName release) {
        return client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(release.namespace())
                .list()
                .getItems()
                .stream()
                .map(autoscaler -> autoscaler.getSpec().getScaleTargetRef())
                .map(target -> target.getKind() + " " + target.getName())
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> withoutReplicas(Map<String, Object> object) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        Manifest.fields(copy, "spec").remove("replicas");
        return copy;
    }

    private static String kind(Map<String, Object> object) {
        return object.get("apiVersion") + "/" + object.get("kind");
    }

    private static String title(Map<String, Object> object) {
        return object.get("kind") + " " + metadata(object, "name");
    }

    private static String metadata(Map<String, Object> object, String field) {
        return object.get("metadata") instanceof Map<?, ?> metadata ? Objects.toString(metadata.get(field), "") : "";
    }
}
