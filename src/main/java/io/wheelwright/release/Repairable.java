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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of a manifest that a deployer may make and that are to stay as they were made. */
final class Repairable {

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

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Repairable() {}

    static boolean isIt(Map<String, Object> object) {
        return KINDS.containsKey(kind(object));
    }

    /** Where the object is in the cluster, with what is wanted of it. */
    static Resource<GenericKubernetesResource> resource(
            KubernetesClient client, ReleaseName release, Map<String, Object> wanted) {
        return client.genericKubernetesResources(KINDS.get(kind(wanted)))
                .inNamespace(release.namespace())
                .resource(SERIALIZATION.convertValue(wanted, GenericKubernetesResource.class));
    }

    private static String kind(Map<String, Object> object) {
        return object.get("apiVersion") + "/" + object.get("kind");
    }
}
