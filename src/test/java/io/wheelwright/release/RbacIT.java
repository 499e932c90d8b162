package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.lab.LabPlane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hub may do with the rights that ship, and above all what it may not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RbacIT {

    private static final String HUB = "system:serviceaccount:wheelwright-system:wheelwright";

    private final LabPlane plane = LabPlane.shared();
    private final KubernetesClient hub = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(plane.cluster()
                    .kubeconfigFor("wheelwright-system", "wheelwright")
                    .toFile()))
            .build();

    @AfterAll
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "create, '', namespaces, ''",
        "watch, '', resourcequotas, ''",
        "watch, networking.k8s.io, networkpolicies, ''",
        "watch, apps, statefulsets, ''",
        "create, wheelwright.io, spokes, wheelwright-fleet",
        "patch, wheelwright.io, spokes, ''",
        "create, apps, controllerrevisions, wheelwright-fleet",
        "create, events.k8s.io, events, wheelwright-fleet",
        "create, coordination.k8s.io, leases, wheelwright-system",
        "create, '', serviceaccounts, wheelwright-deployers",
    })
    void theHubMay(String verb, String group, String resource, String namespace) {
        assertThat(may(verb, group, resource, namespace)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "get, '', secrets, ''",
        "list, '', secrets, kube-system",
        "get, '', secrets, wheelwright-fleet",
        "list, '', secrets, wheelwright-system",
        "create, '', pods, ''",
        "create, apps, deployments, ''",
        "delete, wheelwright.io, spokes, default",
        "create, wheelwright.io, spokes, default",
        "create, rbac.authorization.k8s.io, clusterrolebindings, ''",
        "create, rbac.authorization.k8s.io, clusterroles, ''",
        "escalate, rbac.authorization.k8s.io, clusterroles, ''",
        "bind, rbac.authorization.k8s.io, clusterroles, ''",
        "create, rbac.authorization.k8s.io, roles, ''",
        "impersonate, '', users, ''",
        "delete, apiextensions.k8s.io, customresourcedefinitions, ''",
        "delete, admissionregistration.k8s.io, validatingadmissionpolicies, ''",
    })
    void theHubMayNot(String verb, String group, String resource, String namespace) {
        assertThat(may(verb, group, resource, namespace)).isFalse();
    }

    @Test
    void tokensAreMadeForDeployersOnly() {
        assertThat(mayMakeTokens("wheelwright-deployers")).isTrue();
        assertThat(mayMakeTokens("kube-system")).isFalse();
        assertThat(mayMakeTokens("wheelwright-system")).isFalse();
    }

    @Test
    void theHubBindsNobodyOutsideTheNamespacesOfSpokes() {
        assertRefused(binding("kube-system", "wheelwright-keeper", HUB), "namespaces of spokes");
    }

    @Test
    void theHubBindsTwoRolesToTheirOwnSubjectsOnly() {
        String namespace = "spoke-rbac";
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();

        assertRefused(binding(namespace, "cluster-admin", HUB), "forbidden");
        assertRefused(binding(namespace, "wheelwright-keeper", "somebody"), "bind itself as the keeper");
        assertRefused(
                binding(namespace, "wheelwright-deployer", "system:serviceaccount:wheelwright-deployers:spoke-other"),
                "spoke's own deployer");
    }

    @Test
    void theHubPutsGuardRailsIntoTheNamespacesOfSpokesOnly() {
        var quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("spoke")
                .withNamespace("kube-system")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build();

        assertThatThrownBy(() -> hub.resource(quota).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("guard rails into namespaces of spokes");
    }

    @Test
    void theHubMakesNoNamespaceOfAnotherName() {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName("somebody-elses")
                .endMetadata()
                .build();

        assertThatThrownBy(() -> hub.resource(namespace).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("names begin with spoke-");
    }

    private void assertRefused(RoleBinding binding, String reason) {
        assertThatThrownBy(() -> hub.resource(binding).create())
                .isInstanceOf(KubernetesClientException.class)
                .satisfies(refused -> assertThat(((KubernetesClientException) refused).getCode())
                        .isIn(403, 422))
                .hasMessageContaining(reason);
    }

    private static RoleBinding binding(String namespace, String role, String user) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName("attempt")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build();
    }

    private boolean mayMakeTokens(String namespace) {
        return allowed("create", "", "serviceaccounts", "token", namespace);
    }

    private boolean may(String verb, String group, String resource, String namespace) {
        return allowed(verb, group, resource, null, namespace);
    }

    private boolean allowed(String verb, String group, String resource, String subresource, String namespace) {
        return hub.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(resource)
                        .withSubresource(subresource)
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }
}
