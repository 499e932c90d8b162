package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeployersTest {

    @Test
    void noCallMayOutliveItsToken() {
        assertThatCode(() -> Deployers.checkDeadline(Duration.ofMinutes(10))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Deployers.checkDeadline(Duration.ofMinutes(10).plusSeconds(1)))
                .hasMessageContaining("wheelwright.release.deadline is at most 10 minutes");
    }
}
