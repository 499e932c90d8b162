package io.wheelwright.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A customer account. */
@Group(Labels.GROUP)
@Version("v1alpha1")
@ShortNames("org")
public class Organization extends CustomResource<OrganizationSpec, OrganizationStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
