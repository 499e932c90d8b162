package io.wheelwright.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
import org.junit.jupiter.api.Test;

class LimitsAsShippedTest {

    @Test
    void holdWhereNobodySetsThem() {
        WheelwrightConfig.Limits limits = new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .build()
                .getConfigMapping(WheelwrightConfig.class)
                .limits();

        assertThat(limits.signup()).isEqualTo(5);
        assertThat(limits.login()).isEqualTo(10);
        assertThat(limits.anonymous()).isEqualTo(100);
        assertThat(limits.heartbeat()).isEqualTo(60);
        assertThat(limits.usage()).isEqualTo(60);
    }
}
