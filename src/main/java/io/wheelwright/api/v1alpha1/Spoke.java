package io.wheelwright.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One customer's isolated instance of a product. */
@Group(Labels.GROUP)
@Version("v1alpha1")
@ShortNames("spk")
public class Spoke extends CustomResource<SpokeSpec, SpokeStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
