package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** An object without a spec says nothing; people write the spec, the operator writes the status. */
public final class KindSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.setRequired(List.of("spec"));
        schema.getProperties().get("spec").setDescription("What is wanted.");
        schema.getProperties().get("status").setDescription("What is seen. The operator alone writes it.");
        return schema;
    }
}
