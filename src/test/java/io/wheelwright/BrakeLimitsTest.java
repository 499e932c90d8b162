package io.wheelwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakeLimitsTest {

    private static final String PREFIX = "wheelwright.deletion.brake";

    @ParameterizedTest(name = "of {0} spokes {1}")
    @CsvSource({"0, 5", "1, 5", "250, 5", "299, 5", "300, 6", "1000, 20", "10000, 200"})
    void letsFiveThroughOrTwoPercentWhereThatIsMore(long fleet, long most) {
        BrakeLimits asShipped = limits(Map.of());
        assertThat(BrakeLimits.most(asShipped, fleet)).isEqualTo(most);
        BrakeLimits.check(PREFIX, asShipped);
    }

    @Test
    void aBrakeThatWouldStopNothingKeepsTheHubFromStarting() {
        BrakeLimits none = limits(Map.of("least", "-1", "percent", "101", "window", "PT0S"));
        assertThatThrownBy(() -> BrakeLimits.check(PREFIX, none))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(PREFIX)
                .hasMessageContainingAll("set least", "set percent", "set window");
        assertThat(BrakeLimits.unmet(limits(Map.of("least", "0", "percent", "0"))))
                .isEmpty();
    }

    private static BrakeLimits limits(Map<String, String> settings) {
        Map<String, String> prefixed = settings.entrySet().stream()
                .collect(Collectors.toMap(setting -> PREFIX + "." + setting.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(WheelwrightConfig.class)
                .deletion()
                .brake();
    }
}
