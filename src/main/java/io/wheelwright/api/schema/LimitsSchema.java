package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The values of the named maps are limits: whole numbers, or the word {@code unlimited}. */
public final class LimitsSchema implements SchemaCustomizer.Customizer {

    private static final double LARGEST = (1L << 53) - 1;

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String maps, KubernetesSerialization serialization) {
        for (String map : maps.split(",")) {
            schema.getProperties().get(map).getAdditionalProperties().setSchema(limit());
        }
        return schema;
    }

    private static JSONSchemaProps limit() {
        return new JSONSchemaPropsBuilder()
                .withXKubernetesIntOrString(true)
                .withMinimum(0.0)
                .withMaximum(LARGEST)
                .withPattern("^unlimited$")
                .withMaxLength(9L)
                .build();
    }
}
