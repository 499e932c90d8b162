package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Every property that may be a number or a string is a quantity, such as 2, 250m or 4Gi. */
public final class QuantitySchema implements SchemaCustomizer.Customizer {

    private static final String QUANTITY = "^[0-9]{1,12}(\\.[0-9]{1,3})?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$";
    private static final double LARGEST = 1e12;

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.getProperties().values().stream()
                .filter(property -> Boolean.TRUE.equals(property.getXKubernetesIntOrString()))
                .forEach(QuantitySchema::restrict);
        return schema;
    }

    private static void restrict(JSONSchemaProps quantity) {
        quantity.setAnyOf(null);
        quantity.setPattern(QUANTITY);
        quantity.setMaxLength(18L);
        quantity.setMinimum(0.0);
        quantity.setMaximum(LARGEST);
    }
}
