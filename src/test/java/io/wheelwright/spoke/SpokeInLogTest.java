package io.wheelwright.spoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpecBuilder;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class SpokeInLogTest {

    @Test
    void namesTheSpokeUntilItIsClosed() {
        Spoke spoke = new Spoke();
        spoke.setMetadata(new ObjectMetaBuilder().withName("first").build());
        spoke.setSpec(SpokeSpecBuilder.builder()
                .organizationRef("acme")
                .productRef("cosmetics")
                .plan("starter")
                .build());
        try (SpokeInLog open = SpokeInLog.open(spoke)) {
            assertThat(open).isNotNull();
            assertThat(MDC.get("spoke")).isEqualTo("first");
            assertThat(MDC.get("organization")).isEqualTo("acme");
            assertThat(MDC.get("operation")).isNull();
        }
        assertThat(MDC.getMap()).doesNotContainKeys("spoke", "organization", "operation");
    }
}
