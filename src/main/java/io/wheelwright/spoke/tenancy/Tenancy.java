package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The namespace of a spoke and the guard rails in it, kept as they should be. */
@ApplicationScoped
public class Tenancy {

    static final String FIELD_MANAGER = "wheelwright";
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final GuardRails guardRails;
    private final Comparison comparison;

    Tenancy(KubernetesClient client, SpokeInformers informers, WheelwrightConfig config, HubIdentity hub) {
        this.client = client;
        this.informers = informers;
        this.guardRails = new GuardRails(config, hub);
        this.comparison = new Comparison(client.getKubernetesSerialization());
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

    /** The identity of the instance: it survives a restore, and keys of the outside world derive from it. */
    public String birthId(Scope scope) {
        return informers
                .namespace(scope.names().namespace())
                .orElseGet(() ->
                        client.namespaces().withName(scope.names().namespace()).require())
                .getMetadata()
                .getAnnotations()
                .get(Labels.BIRTH_ID);
    }

    /** Puts back what is missing or was changed; true when everything stood as it should. */
    public boolean guardRailsStand(Scope scope) {
        boolean stood = labelsStand(scope);
        for (HasMetadata desired : guardRails.desired(scope)) {
            boolean upToDate = informers
                    .guardRail(desired)
                    .filter(actual -> comparison.upToDate(actual, desired))
                    .isPresent();
            if (!upToDate) {
                apply(desired);
                stood = false;
            }
        }
        return stood;
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

    private boolean labelsStand(Scope scope) {
        Namespace desired = new NamespaceBuilder()
                .withNewMetadata()
                .withName(scope.names().namespace())
                .withLabels(namespaceLabels(scope))
                .endMetadata()
                .build();
        if (informers
                .namespace(scope.names().namespace())
                .filter(actual -> comparison.upToDate(actual, desired))
                .isPresent()) {
            return true;
        }
        apply(desired);
        return false;
    }

    /** These objects are ours alone, so an edit of somebody else is overruled. */
    private void apply(HasMetadata desired) {
        client.resource(desired)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FIELD_MANAGER)
                        .withForce(true)
                        .build());
    }

    private static Map<String, String> namespaceLabels(Scope scope) {
        Map<String, String> labels = new HashMap<>(scope.labels());
        for (String mode : new String[] {"enforce", "audit", "warn"}) {
            labels.put(POD_SECURITY + mode, "restricted");
        }
        return labels;
    }
}
