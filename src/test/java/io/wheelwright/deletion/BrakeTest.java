package io.wheelwright.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakeTest {

    private final WheelwrightConfig.Deletion.Brake asShipped = new SmallRyeConfigBuilder()
            .withMapping(WheelwrightConfig.class)
            .build()
            .getConfigMapping(WheelwrightConfig.class)
            .deletion()
            .brake();

    @ParameterizedTest(name = "of {0} spokes {1}")
    @CsvSource({"0, 5", "1, 5", "250, 5", "299, 5", "300, 6", "1000, 20", "10000, 200"})
    void letsFiveThroughOrTwoPercentWhereThatIsMore(long fleet, long most) {
        assertThat(Brake.most(asShipped, fleet)).isEqualTo(most);
    }
}
