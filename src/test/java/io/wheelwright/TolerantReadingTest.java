package io.wheelwright;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.api.v1alpha1.Spoke;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody stored under a loosened schema reads as absent, and the rest of the object is there. */
class TolerantReadingTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"suspended\": \"perhaps\"",
                "\"suspended\": {\"reason\": \"x\"}",
                "\"deletion\": [1, 2]",
                "\"deletion\": {\"policy\": \"Shred\"}",
                "\"directory\": 7",
                "\"billing\": {\"trialEndsAt\": \"soon\", \"revision\": \"many\"}",
                "\"values\": []",
                "\"somethingNew\": {\"a\": [true]}",
            })
    void anOddFieldHidesNoOther(String field) throws JsonProcessingException {
        new TolerantReading().customize(mapper);

        Spoke spoke = serialization.unmarshal("""
                {"apiVersion": "wheelwright.io/v1alpha1", "kind": "Spoke", "metadata": {"name": "odd"},
                 "spec": {%s, "organizationRef": "acme", "plan": "starter"}}
                """.formatted(field), Spoke.class);

        assertThat(spoke.getSpec().organizationRef()).isEqualTo("acme");
        assertThat(spoke.getSpec().plan()).isEqualTo("starter");
    }
}
