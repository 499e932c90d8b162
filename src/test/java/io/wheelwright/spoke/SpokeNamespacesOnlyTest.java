package io.wheelwright.spoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

class SpokeNamespacesOnlyTest {

    private final SpokeNamespacesOnly<Deployment> store = new SpokeNamespacesOnly<>("spoke-");

    @Test
    void keepsWhatIsInNamespacesOfSpokes() {
        Deployment first = put("spoke-a");

        assertThat(store.get("spoke-a/web")).isSameAs(first);
        assertThat(store.put("spoke-a/web", first)).isSameAs(first);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void passesOverWhatIsElsewhere() {
        put("monitoring");

        assertThat(store.size()).isZero();
        assertThat(store.remove("monitoring/web")).isNull();
    }

    private Deployment put(String namespace) {
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace(namespace)
                .endMetadata()
                .build();
        store.put(store.getKey(deployment), deployment);
        return deployment;
    }
}
