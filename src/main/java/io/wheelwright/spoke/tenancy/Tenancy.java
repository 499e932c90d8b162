package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The namespace of a spoke and the guard rails in it, kept as they should be. */
@ApplicationScoped
public class Tenancy {

    static final String FIELD_MANAGER = "wheelwright";
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    /** An object as it should be, and the UID of the one that is to become so; a creation has none. */
    private record Change(Optional<String> uid, HasMetadata desired) {}

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final SpokeNamespaces namespaces;
    private final OwnObjects objects;
    private final GuardRails guardRails;
    private final Comparison comparison;

    Tenancy(
            KubernetesClient client,
            SpokeInformers informers,
            SpokeNamespaces namespaces,
            OwnObjects objects,
            WheelwrightConfig config,
            HubIdentity hub) {
        this.client = client;
        this.informers = informers;
        this.namespaces = namespaces;
        this.objects = objects;
        this.guardRails = new GuardRails(config, hub);
        this.comparison = new Comparison(client.getKubernetesSerialization());
    }

    /** Whether there is a namespace of that name, whoever's it is. */
    public boolean isClaimed(Scope scope) {
        return informers.namespace(scope.names().namespace()).isPresent();
    }

    /** Finds the namespace, or creates it with a new birth id; whose it is, the caller has to look at. */
    public Namespace claim(Scope scope) {
        String name = scope.names().namespace();
        Optional<Namespace> cached = informers.namespace(name);
        if (cached.isPresent()) {
            return cached.get();
        }
        Namespace desired = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(namespaceLabels(scope))
                .addToAnnotations(Labels.UID, scope.uid())
                .addToAnnotations(Labels.ORGANIZATION, scope.organizationId())
                .addToAnnotations(Labels.PRODUCT, scope.spoke().getSpec().productRef())
                .addToAnnotations(Labels.HOSTNAME, scope.names().host())
                .addToAnnotations(Labels.BIRTH_ID, UUID.randomUUID().toString())
                .endMetadata()
                .build();
        try {
            return client.resource(desired).create();
        } catch (KubernetesClientException exists) {
            if (exists.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw exists;
            }
            return client.namespaces().withName(name).require();
        }
    }

    /** Whether the namespace was made for this very Spoke, not for an earlier one of the same name. */
    public static boolean isOurs(Namespace namespace, Scope scope) {
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return annotations != null && scope.uid().equals(annotations.get(Labels.UID));
    }

    /**
     * Makes the namespace this Spoke's, and no longer one that is kept for a while only. The hooks stay written on it:
     * they are those of what is in it until something else has been deployed.
     */
    public void takeOver(Scope scope, Namespace namespace) {
        Map<String, String> annotations = new HashMap<>();
        annotations.put(Labels.UID, scope.uid());
        annotations.put(Labels.ORGANIZATION, scope.organizationId());
        annotations.put(Labels.PRODUCT, scope.spoke().getSpec().productRef());
        annotations.put(
                Labels.BIRTH_ID,
                Retention.annotation(namespace, Labels.BIRTH_ID)
                        .orElseGet(() -> UUID.randomUUID().toString()));
        annotations.put(Retention.DELETED_AT, null);
        annotations.put(Retention.DELETE_AFTER, null);
        Map<String, String> labels = namespaceLabels(scope);
        labels.put(Labels.RETAINED, null);
        patch(namespace, labels, annotations);
    }

    /**
     * Lets the hub act in a namespace that was made, or robbed of that right, when no guard rails were kept.
     *
     * @return whether the right was there; one that was just given takes effect a little later
     */
    public boolean ensureKeeper(Namespace namespace) {
        try {
            client.resource(guardRails.keeper(
                            namespace.getMetadata().getName(),
                            namespace.getMetadata().getLabels()))
                    .create();
            return false;
        } catch (KubernetesClientException present) {
            if (present.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw present;
            }
            return true;
        }
    }

    /**
     * Writes on the namespace that its Spoke was deleted, and what has to be known to destroy it one day.
     *
     * @param product what is deployed; where that is not known, the hooks stay as they were written before
     */
    public void retain(Namespace namespace, Retention retention, Optional<ProductSpec> product) {
        Map<String, String> annotations = new HashMap<>();
        annotations.put(Retention.DELETED_AT, retention.deletedAt().toString());
        annotations.put(Retention.DELETE_AFTER, retention.deleteAfter().toString());
        product.ifPresent(deployed ->
                annotations.put(Retention.HOOKS, deployed.hooks() == null ? null : Json.write(deployed.hooks())));
        patch(namespace, Map.of(Labels.RETAINED, "true"), annotations);
    }

    /** Only while it still is as it was read. */
    private void patch(Namespace read, Map<String, String> labels, Map<String, String> annotations) {
        Patches.merge(
                client.namespaces().withName(read.getMetadata().getName()),
                Map.of(
                        "metadata",
                        Map.of(
                                "uid",
                                read.getMetadata().getUid(),
                                "resourceVersion",
                                read.getMetadata().getResourceVersion(),
                                "labels",
                                labels,
                                "annotations",
                                annotations)));
    }

    /** The identity of the instance: it survives a restore, and keys of the outside world derive from it. */
    public String birthId(Scope scope) {
        return namespaces
                .find(scope.names().namespace())
                .orElseThrow()
                .getMetadata()
                .getAnnotations()
                .get(Labels.BIRTH_ID);
    }

    /** Puts back what is missing or was changed; true when everything stood as it should. */
    public boolean guardRailsStand(Scope scope) {
        List<Change> changes = Stream.concat(
                        namespaces.find(scope.names().namespace()).stream()
                                .flatMap(actual -> change(Optional.of(actual), labeledNamespace(scope))),
                        guardRails.desired(scope).stream()
                                .flatMap(desired -> change(informers.guardRail(desired), desired)))
                .toList();
        if (changes.isEmpty()) {
            return true;
        }
        if (isStillOurs(scope)) {
            changes.forEach(change -> objects.apply(change.desired(), change.uid()));
        }
        return false;
    }

    /** A quota protects nothing until the controller has published its bounds. */
    public boolean quotaIsEffective(Scope scope) {
        return guardRails.desired(scope).stream()
                .filter(ResourceQuota.class::isInstance)
                .flatMap(desired -> informers.guardRail(desired).stream())
                .map(ResourceQuota.class::cast)
                .allMatch(Tenancy::isEffective);
    }

    private static boolean isEffective(ResourceQuota quota) {
        Map<String, Quantity> wanted = quota.getSpec().getHard();
        if (wanted == null || wanted.isEmpty()) {
            return true;
        }
        return quota.getStatus() != null
                && quota.getStatus().getHard() != null
                && quota.getStatus().getHard().keySet().containsAll(wanted.keySet());
    }

    private static Namespace labeledNamespace(Scope scope) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(scope.names().namespace())
                .withLabels(namespaceLabels(scope))
                .addToAnnotations(Labels.HOSTNAME, scope.names().host())
                .endMetadata()
                .build();
    }

    private Stream<Change> change(Optional<? extends HasMetadata> actual, HasMetadata desired) {
        return actual.filter(found -> comparison.upToDate(found, desired)).isPresent()
                ? Stream.empty()
                : Stream.of(new Change(actual.map(found -> found.getMetadata().getUid()), desired));
    }

    /** The cache may be late: nothing is put into a namespace that somebody else has made under the name since. */
    private boolean isStillOurs(Scope scope) {
        Namespace live = client.namespaces().withName(scope.names().namespace()).get();
        return live != null && isOurs(live, scope) && live.getMetadata().getDeletionTimestamp() == null;
    }

    private static Map<String, String> namespaceLabels(Scope scope) {
        Map<String, String> labels = new HashMap<>(scope.labels());
        for (String mode : new String[] {"enforce", "audit", "warn"}) {
            labels.put(POD_SECURITY + mode, "restricted");
        }
        return labels;
    }
}
