package io.wheelwright.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BucketsResourceTest {

    @Inject
    AgroalDataSource database;

    private final String who = UUID.randomUUID().toString();

    @Test
    void aChangedLimitHoldsAtOnce() {
        assertThat(take("1").granted()).isTrue();
        assertThat(take("1").granted()).isFalse();

        Allowance more = take("3");

        assertThat(more.granted()).isTrue();
        assertThat(more.most()).isEqualTo(3);
        assertThat(more.left()).isEqualTo(2);
    }

    @Test
    void twoHubsShareALimit() {
        Buckets one = hub("5");
        Buckets other = hub("5");
        List<Boolean> granted = Stream.iterate(0, turn -> turn + 1)
                .limit(8)
                .map(turn -> (turn % 2 == 0 ? one : other)
                        .take(RateLimit.ANONYMOUS, who)
                        .granted())
                .toList();

        assertThat(granted).containsExactly(true, true, true, true, true, false, false, false);
    }

    /** As a hub would that was started with this limit. */
    private Allowance take(String most) {
        return hub(most).take(RateLimit.ANONYMOUS, who);
    }

    private Buckets hub(String most) {
        WheelwrightConfig config = new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .withDefaultValue("wheelwright.limits.anonymous", most)
                .build()
                .getConfigMapping(WheelwrightConfig.class);
        return new Buckets(database, config, Clock.systemUTC());
    }
}
