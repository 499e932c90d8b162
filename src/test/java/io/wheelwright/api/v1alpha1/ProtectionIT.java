package io.wheelwright.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.lab.LabPlane;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A protected object can't be deleted, nor what holds it: its CRD, its namespace, the namespace with its data. */
class ProtectionIT {

    /** The namespace that {@code kubernetes/install/admission.yaml} names. */
    private static final String FLEET = "wheelwright-fleet";

    private final KubernetesClient client = LabPlane.shared().client();

    @AfterEach
    void clear() {
        unprotectAndDelete(spoke("keep", null));
        unprotectAndDelete(organization("keep", null));
        client.namespaces().withName("data-of-keep").delete();
    }

    @Test
    void aProtectedSpokeStays() {
        var spoke = create(spoke("keep", Protection.Protected));
        assertRefused(spoke, "Spoke keep is protected from deletion: set spec.deletion.protection to None first");
    }

    @Test
    void aProtectedOrganizationStays() {
        var organization = create(organization("keep", Protection.Protected));
        assertRefused(
                organization,
                "Organization keep is protected from deletion: set spec.deletion.protection to None first");
    }

    @Test
    void whatHoldsAProtectedSpokeStays() {
        create(spoke("keep", Protection.Protected));
        var data = create(namespace("data-of-keep", "keep"));
        var message = "Spoke keep is protected; set its spec.deletion.protection to None first";
        awaitRefused(data, message);
        assertRefused(namespace(FLEET, "keep"), message);
        assertRefused(crd("spokes"), message);
        assertRefused(crd("products"), message);
    }

    @Test
    void whatHoldsAProtectedOrganizationStays() {
        create(organization("keep", Protection.Protected));
        awaitRefused(
                crd("organizations"), "Organization keep is protected; set its spec.deletion.protection to None first");
        assertRefused(namespace(FLEET, "keep"), "Organization keep is protected");
    }

    @Test
    void whatIsNotProtectedGoes() {
        var spoke = create(spoke("keep", Protection.None));
        var data = create(namespace("data-of-nobody", "keep"));
        assertThatCode(data::delete).doesNotThrowAnyException();
        assertThatCode(spoke::delete).doesNotThrowAnyException();
    }

    /** The policy's informer sees a new object a moment after it was stored; a dry run asks without harm. */
    private static void awaitRefused(Resource<?> resource, String message) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertRefused(resource, message));
    }

    private static void assertRefused(Resource<?> resource, String message) {
        assertThatThrownBy(() -> resource.dryRun().delete())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(422))
                .hasMessageContaining(message);
    }

    private <T extends HasMetadata> Resource<T> create(Resource<T> resource) {
        resource.create();
        return resource;
    }

    private <T extends CustomResource<?, ?>> void unprotectAndDelete(Resource<T> resource) {
        if (resource.get() != null) {
            resource.patch(
                    PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletion\":{\"protection\":\"None\"}}}");
            resource.delete();
        }
    }

    private Resource<Spoke> spoke(String name, Protection protection) {
        var spoke = new Spoke();
        spoke.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(FLEET).build());
        spoke.setSpec(SpokeSpecBuilder.builder()
                .organizationRef("acme")
                .productRef("none")
                .plan("starter")
                .deletion(new Deletion(null, protection, null))
                .build());
        return client.resource(spoke);
    }

    private Resource<Organization> organization(String name, Protection protection) {
        var organization = new Organization();
        organization.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(FLEET).build());
        organization.setSpec(OrganizationSpecBuilder.builder()
                .displayName("Keep")
                .contactEmail("keep@example.com")
                .deletion(new Deletion(null, protection, null))
                .build());
        return client.resource(organization);
    }

    private Resource<Namespace> namespace(String name, String spoke) {
        return client.resource(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(Labels.SPOKE, spoke)
                .endMetadata()
                .build());
    }

    private Resource<?> crd(String plural) {
        return client.apiextensions().v1().customResourceDefinitions().withName(plural + ".wheelwright.io");
    }
}
