package io.wheelwright.release;

import static io.wheelwright.support.Patience.SOON;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Labels;
import java.util.Map;
import java.util.UUID;

/** The namespace of a spoke, made and bound by the hub as the operator does it. */
final class SpokeRoom {

    private static final String HUB = "system:serviceaccount:wheelwright-system:wheelwright";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private SpokeRoom() {}

    static String make(KubernetesClient hub, Deployers deployers) {
        String name = "spoke-room-" + UUID.randomUUID().toString().substring(0, 8);
        hub.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(Labels.SPOKE, name)
                        .addToLabels(Labels.MANAGED_BY, "wheelwright")
                        .addToAnnotations(Labels.HOSTNAME, name + ".spokes.example.com")
                        .endMetadata()
                        .build())
                .create();
        bind(hub, name, "wheelwright-keeper", HUB);
        bind(hub, name, "wheelwright-deployer", "system:serviceaccount:wheelwright-deployers:" + name);
        deployers.ensure(name, Map.of(Labels.SPOKE, name));
        await("the API server honors the keeper's binding").atMost(SOON).until(() -> may(hub, name));
        return name;
    }

    private static void bind(KubernetesClient hub, String namespace, String role, String user) {
        hub.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(role)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", role)
                        .addNewSubject(RBAC, "User", user, null)
                        .build())
                .create();
    }

    private static boolean may(KubernetesClient hub, String namespace) {
        return hub.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withResource("secrets")
                        .withVerb("list")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }
}
