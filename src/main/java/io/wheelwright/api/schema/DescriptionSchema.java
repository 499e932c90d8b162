package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Describes a type: for the items of a list, and for what no property of ours names. */
public final class DescriptionSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String description, KubernetesSerialization serialization) {
        schema.setDescription(description);
        return schema;
    }
}
