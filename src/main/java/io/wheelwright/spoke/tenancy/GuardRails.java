package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.EgressRule;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.PlanResources;
import io.wheelwright.api.v1alpha1.Quota;
import io.wheelwright.release.Deployers;
import io.wheelwright.spoke.Scope;
import java.net.URI;
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
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final LabelSelector EVERY_POD = new LabelSelector();

    private final WheelwrightConfig config;
    private final HubIdentity hub;

    GuardRails(WheelwrightConfig config, HubIdentity hub) {
        this.config = config;
        this.hub = hub;
    }

    List<HasMetadata> desired(Scope scope) {
        return List.of(
                keeper(scope.names().namespace(), scope.labels()),
                binding(
                        "wheelwright-deployer",
                        Deployers.userName(config, scope.names().namespace()),
                        scope.names().namespace(),
                        scope.labels()),
                quota(scope),
                containerDefaults(scope),
                policy(scope, "default-deny")
                        .editSpec()
                        .withPolicyTypes("Ingress", "Egress")
                        .endSpec()
                        .build(),
                insideTheNamespace(scope),
                nameResolution(scope),
                fromTheIngressController(scope),
                toTheHub(scope),
                toWhatTheProductDeclares(scope));
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

    private NetworkPolicy insideTheNamespace(Scope scope) {
        NetworkPolicyPeer anyPod =
                new NetworkPolicyPeerBuilder().withPodSelector(EVERY_POD).build();
        return policy(scope, "inside")
                .editSpec()
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(
                        new NetworkPolicyIngressRuleBuilder().withFrom(anyPod).build())
                .withEgress(new NetworkPolicyEgressRuleBuilder().withTo(anyPod).build())
                .endSpec()
                .build();
    }

    private NetworkPolicy nameResolution(Scope scope) {
        NetworkPolicyPeer dns = new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(named("kube-system"))
                .withPodSelector(new LabelSelectorBuilder()
                        .addToMatchLabels("k8s-app", "kube-dns")
                        .build())
                .build();
        return egress(
                scope,
                "dns",
                List.of(new NetworkPolicyEgressRuleBuilder()
                        .withTo(dns)
                        .withPorts(port(53, "UDP"), port(53, "TCP"))
                        .build()));
    }

    private NetworkPolicy fromTheIngressController(Scope scope) {
        NetworkPolicyPeer controller = inNamespace(config.ingress().namespace());
        return policy(scope, "ingress")
                .editSpec()
                .withPolicyTypes("Ingress")
                .withIngress(new NetworkPolicyIngressRuleBuilder()
                        .withFrom(controller)
                        .build())
                .endSpec()
                .build();
    }

    /**
     * The hub's pods, and where its URL is that of another place, any address by the URL's port: a policy cannot name a
     * host. Link-local addresses stay closed, for clouds give out credentials there.
     */
    private NetworkPolicy toTheHub(Scope scope) {
        URI url = config.url();
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        List<NetworkPolicyEgressRule> rules = new ArrayList<>();
        rules.add(new NetworkPolicyEgressRuleBuilder().withTo(hubPods()).build());
        if (!isInTheCluster(url.getHost())) {
            rules.add(new NetworkPolicyEgressRuleBuilder()
                    .withTo(block("0.0.0.0/0", "169.254.0.0/16"), block("::/0", "fe80::/10", "fd00:ec2::254/128"))
                    .withPorts(port(port, "TCP"))
                    .build());
        }
        return egress(scope, "hub", rules);
    }

    private NetworkPolicyPeer hubPods() {
        return new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(named(config.hubNamespace()))
                .withPodSelector(new LabelSelectorBuilder()
                        .addToMatchLabels("app.kubernetes.io/name", "wheelwright")
                        .build())
                .build();
    }

    private static boolean isInTheCluster(String host) {
        return !host.contains(".") || host.endsWith(".svc") || host.contains(".svc.");
    }

    private NetworkPolicy toWhatTheProductDeclares(Scope scope) {
        List<NetworkPolicyEgressRule> rules = new ArrayList<>();
        for (EgressRule egress : scope.product().egress()) {
            rules.add(new NetworkPolicyEgressRuleBuilder()
                    .withTo(block(egress.cidr()))
                    .withPorts(egress.ports().stream()
                            .map(port -> port(port, egress.protocol().name()))
                            .toList())
                    .build());
        }
        return egress(scope, "product", rules);
    }

    private NetworkPolicy egress(Scope scope, String name, List<NetworkPolicyEgressRule> rules) {
        return policy(scope, name)
                .editSpec()
                .withPolicyTypes("Egress")
                .withEgress(rules)
                .endSpec()
                .build();
    }

    private NetworkPolicyBuilder policy(Scope scope, String name) {
        return new NetworkPolicyBuilder()
                .withMetadata(meta(scope, "wheelwright-" + name))
                .withNewSpec()
                .withPodSelector(EVERY_POD)
                .endSpec();
    }

    private static ObjectMeta meta(Scope scope, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(scope.names().namespace())
                .withLabels(scope.labels())
                .build();
    }

    private static NetworkPolicyPeer inNamespace(String name) {
        return new NetworkPolicyPeerBuilder().withNamespaceSelector(named(name)).build();
    }

    private static NetworkPolicyPeer block(String cidr, String... except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(cidr)
                .withExcept(except)
                .endIpBlock()
                .build();
    }

    private static LabelSelector named(String namespace) {
        return new LabelSelectorBuilder()
                .addToMatchLabels(NAMESPACE_NAME, namespace)
                .build();
    }

    private static NetworkPolicyPort port(int number, String protocol) {
        return new NetworkPolicyPort(null, new IntOrString(number), protocol);
    }
}
