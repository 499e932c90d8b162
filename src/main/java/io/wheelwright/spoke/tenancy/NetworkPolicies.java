package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.EgressRule;
import io.wheelwright.spoke.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Whom the pods of a spoke may talk to: each other, name resolution, the hub, and what the product declares. */
final class NetworkPolicies {

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final LabelSelector EVERY_POD = new LabelSelector();

    private final WheelwrightConfig config;

    NetworkPolicies(WheelwrightConfig config) {
        this.config = config;
    }

    List<NetworkPolicy> desired(Scope scope) {
        return List.of(
                nothing(scope),
                insideTheNamespace(scope),
                nameResolution(scope),
                fromTheIngressController(scope),
                toTheHub(scope),
                toWhatTheProductDeclares(scope));
    }

    private NetworkPolicy nothing(Scope scope) {
        return policy(scope, "default-deny")
                .editSpec()
                .withPolicyTypes("Ingress", "Egress")
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
        if (!isServiceOf(config.hubNamespace(), url.getHost())) {
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

    /** Whether a host is {@code <service>.<namespace>}, alone or with {@code .svc} and the domain of the cluster behind. */
    static boolean isServiceOf(String namespace, String host) {
        String[] labels = host.split("\\.");
        return labels.length > 1 && labels[1].equals(namespace) && (labels.length == 2 || labels[2].equals("svc"));
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
                .withMetadata(GuardRails.meta(scope, "wheelwright-" + name))
                .withNewSpec()
                .withPodSelector(EVERY_POD)
                .endSpec();
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
