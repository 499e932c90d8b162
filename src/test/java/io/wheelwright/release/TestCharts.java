package io.wheelwright.release;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;

/** The charts of a hub without settings of its own. */
final class TestCharts {

    private TestCharts() {}

    static Charts charts() {
        return new Charts(new ChartPulls(new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .build()
                .getConfigMapping(WheelwrightConfig.class)));
    }
}
