package io.wheelwright.spoke.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.LabPlane;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A write that comes late meets another object, or none, and leaves it at that. */
class OwnObjectsIT {

    private final KubernetesClient client = LabPlane.shared().client();
    private final OwnObjects objects = new OwnObjects(client);
    private final String name = "own-" + UUID.randomUUID();

    @Test
    void aCreationNeedsNoUid() {
        assertThat(objects.apply(saying("first"), Optional.empty())).isTrue();

        assertThat(found().getData()).containsEntry("says", "first");
    }

    @Test
    void theObjectThatWasFoundIsChanged() {
        objects.apply(saying("first"), Optional.empty());

        assertThat(objects.apply(saying("second"), Optional.of(uid()))).isTrue();

        assertThat(found().getData()).containsEntry("says", "second");
    }

    @Test
    void whatWasDeletedSinceIsNotMadeAnew() {
        objects.apply(saying("first"), Optional.empty());
        String uid = uid();
        client.resource(saying("first")).delete();

        assertThat(objects.apply(saying("second"), Optional.of(uid))).isFalse();

        assertThat(found()).isNull();
    }

    @Test
    void whatTookItsPlaceIsNotTouched() {
        objects.apply(saying("first"), Optional.empty());
        String uid = uid();
        client.resource(saying("first")).delete();
        client.resource(saying("somebody else's")).create();

        assertThat(objects.apply(saying("second"), Optional.of(uid))).isFalse();

        assertThat(found().getData()).containsEntry("says", "somebody else's");
    }

    private ConfigMap saying(String words) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withData(Map.of("says", words))
                .build();
    }

    private ConfigMap found() {
        return client.resource(saying("anything")).get();
    }

    private String uid() {
        return found().getMetadata().getUid();
    }
}
