package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Every point in time is one that {@link java.time.Instant#parse} reads. The format {@code date-time} does not say so:
 * it lets lists through, and times without a zone.
 */
public final class InstantSchema implements SchemaCustomizer.Customizer {

    private static final String LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    private static final String DATE = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|" + LEAP_YEAR + "-02-29)";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.getProperties().values().stream()
                .filter(property -> "date-time".equals(property.getFormat()))
                .forEach(InstantSchema::restrict);
        return schema;
    }

    private static void restrict(JSONSchemaProps instant) {
        instant.setFormat(null);
        instant.setPattern("^" + DATE + "T" + TIME + "Z$");
        instant.setMaxLength(30L);
    }
}
