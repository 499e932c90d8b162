package io.wheelwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hub that is told to do what would end badly does not start, and says what to set. */
class StartIT {

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "wheelwright.deletion.brake.window, PT0S, wheelwright.deletion.brake needs other settings: set window",
        "wheelwright.stripe.brake.percent, 101, wheelwright.stripe.brake needs other settings: set percent",
        "wheelwright.hosted.enabled, true, wheelwright.hosted.enabled needs more than is set",
    })
    void doesNotStart(String setting, String value, String why) {
        HubSpace space = LabPlane.shared().newHub("unmet");
        Path directory = Path.of("target", "hubs", space.fleetNamespace());
        try (HubProcess hub = HubProcess.start(space, directory, Map.of(setting, value))) {
            assertThatIllegalStateException().isThrownBy(hub::awaitReady).withMessageContaining("ended with code 1");
            assertThat(hub.log()).content().contains(why);
        }
    }
}
