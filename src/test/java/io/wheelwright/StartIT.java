package io.wheelwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hub that is told to do what would end badly does not start, and says what to set. */
class StartIT {

    @BeforeAll
    static void hubsStartInLessTime() {
        Hub.learnOnce();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "wheelwright.deletion.brake.window, PT0S, wheelwright.deletion.brake needs other settings: set window",
        "wheelwright.stripe.brake.percent, 101, wheelwright.stripe.brake needs other settings: set percent",
        "wheelwright.hosted.enabled, true, wheelwright.hosted.enabled needs more than is set",
    })
    void doesNotStart(String setting, String value, String why) {
        doesNotStart(LabPlane.shared().newHub("unmet"), Map.of(setting, value), why);
    }

    /** Where nobody said where they are, the keys are in a Secret that the hub has made. */
    @Test
    void doesNotStartHostedWithADamagedKeyOfLicenses() {
        HubSpace space = LabPlane.shared().newHub("unmet");
        LabPlane.shared()
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("wheelwright-license-key")
                        .withNamespace(space.hubNamespace())
                        .endMetadata()
                        .withStringData(Map.of("private.der", "damaged"))
                        .build())
                .create();
        Map<String, String> settings = Map.of(
                "wheelwright.hosted.enabled", "true",
                "wheelwright.public-url", "https://hub.example",
                "wheelwright.limits.trusted-proxies", "none",
                "quarkus.mailer.host", "mail.example");

        doesNotStart(
                space,
                settings,
                "delete the Secret so that the hub makes another. Keys of licenses in Secret wheelwright-license-key: the"
                        + " entry private.der is no RSA key");
    }

    private static void doesNotStart(HubSpace space, Map<String, String> settings, String why) {
        Path directory = Path.of("target", "hubs", space.fleetNamespace());
        try (HubProcess hub = HubProcess.start(space, directory, settings)) {
            assertThatIllegalStateException().isThrownBy(hub::awaitReady).withMessageContaining("ended with code 1");
            assertThat(hub.log()).content().contains(why);
        }
    }
}
