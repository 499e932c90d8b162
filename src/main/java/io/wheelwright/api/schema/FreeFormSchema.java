package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The named property may hold anything, as the values of a chart do. */
public final class FreeFormSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String property, KubernetesSerialization serialization) {
        var values = schema.getProperties().get(property);
        values.setAdditionalProperties(null);
        values.setXKubernetesPreserveUnknownFields(true);
        return schema;
    }
}
