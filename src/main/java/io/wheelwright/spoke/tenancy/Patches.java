package io.wheelwright.spoke.tenancy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** JSON merge patches (RFC 7386): a null removes; {@code metadata.uid} and {@code resourceVersion} are preconditions. */
public final class Patches {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Tenancy.FIELD_MANAGER)
            .build();

    private Patches() {}

    public static <T extends HasMetadata> T merge(Resource<T> resource, Map<String, Object> patch) {
        try {
            return resource.patch(MERGE, JSON.writeValueAsString(patch));
        } catch (JsonProcessingException neverForMaps) {
            throw new AssertionError(neverForMaps);
        }
    }
}
