package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;

/** Organizations as the operator sees them; they have no resource. */
public final class TestOrganizations {

    private TestOrganizations() {}

    /** One of that name, whose UID is its name and {@code -uid}. */
    public static Organization named(String name) {
        return named(name, "ada@acme.example");
    }

    public static Organization named(String name, String contactEmail) {
        Organization organization = new Organization();
        organization.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withUid(name + "-uid")
                .withGeneration(1L)
                .build());
        organization.setSpec(new OrganizationSpec("Acme", contactEmail, null, null, null));
        return organization;
    }
}
