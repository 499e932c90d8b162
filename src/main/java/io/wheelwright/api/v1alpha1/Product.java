package io.wheelwright.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** What is sold: chart, packs, plans and meters. */
@Group(Labels.GROUP)
@Version("v1alpha1")
@ShortNames({"product", "prod"})
public class Product extends CustomResource<ProductSpec, ProductStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
