package io.wheelwright.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** The named lists are maps by a key of their items, given as {@code list=key,...}: a key comes once. */
public final class KeyedListSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String lists, KubernetesSerialization serialization) {
        for (String list : lists.split(",")) {
            var listAndKey = list.split("=", 2);
            key(schema.getProperties().get(listAndKey[0]), listAndKey[1]);
        }
        return schema;
    }

    static void key(JSONSchemaProps list, String key) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
    }
}
