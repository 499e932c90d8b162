package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.PlanResources;
import io.wheelwright.api.v1alpha1.Quota;
import io.wheelwright.release.Deployers;
import io.wheelwright.spoke.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What bounds a spoke inside its namespace: who may act in it, how much it may use and whom it may talk to. A pure
 * projection of the plan and the configuration.
 */
final class GuardRails {

    static final String QUOTA = "wheelwright";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final WheelwrightConfig config;
    private final HubIdentity hub;
    private final NetworkPolicies policies;

    GuardRails(WheelwrightConfig config, HubIdentity hub) {
        this.config = config;
        this.hub = hub;
        this.policies = new NetworkPolicies(config);
    }

    List<HasMetadata> desired(Scope scope) {
        List<HasMetadata> desired = new ArrayList<>(List.of(
                keeper(scope.names().namespace(), scope.labels()),
                binding(
                        "wheelwright-deployer",
                        Deployers.userName(config, scope.names().namespace()),
                        scope.names().namespace(),
                        scope.labels()),
                quota(scope),
                containerDefaults(scope)));
        desired.addAll(policies.desired(scope));
        return desired;
    }

    /** The hub's own right to act in the namespace. */
    RoleBinding keeper(String namespace, Map<String, String> labels) {
        return binding("wheelwright-keeper", hub.userName(), namespace, own(labels));
    }

    private static Map<String, String> own(Map<String, String> labels) {
        Map<String, String> own = new HashMap<>(labels);
        own.keySet().retainAll(List.of(Labels.MANAGED_BY, Labels.FLEET, Labels.SPOKE));
        return own;
    }

    /** Who may do what inside this namespace, by a role that goes by the same name. */
    private static RoleBinding binding(String role, String userName, String namespace, Map<String, String> labels) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName(role)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewRoleRef(RBAC, "ClusterRole", role)
                .addNewSubject(RBAC, "User", userName, null)
                .build();
    }

    private ResourceQuota quota(Scope scope) {
        PlanResources resources = scope.plan().resources();
        Quota quota = resources == null ? null : resources.quota();
        Map<String, Quantity> hard = new TreeMap<>();
        if (quota != null) {
            bound(hard, "limits.cpu", quota.cpu());
            bound(hard, "limits.memory", quota.memory());
            bound(hard, "requests.storage", quota.storage());
        }
        return new ResourceQuotaBuilder()
                .withMetadata(meta(scope, QUOTA))
                .withNewSpec()
                .withHard(hard)
                .endSpec()
                .build();
    }

    private static void bound(Map<String, Quantity> hard, String name, Quantity amount) {
        if (amount != null) {
            hard.put(name, amount);
        }
    }

    /** Containers that say nothing of their needs get little, so that the quota admits them at all. */
    private LimitRange containerDefaults(Scope scope) {
        return new LimitRangeBuilder()
                .withMetadata(meta(scope, "wheelwright"))
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withDefault(Map.of("cpu", Quantity.parse("200m"), "memory", Quantity.parse("256Mi")))
                .withDefaultRequest(Map.of("cpu", Quantity.parse("50m"), "memory", Quantity.parse("64Mi")))
                .endLimit()
                .endSpec()
                .build();
    }

    static ObjectMeta meta(Scope scope, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(scope.names().namespace())
                .withLabels(scope.labels())
                .build();
    }
}
