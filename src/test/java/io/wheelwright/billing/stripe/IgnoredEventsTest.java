package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoredEventsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IgnoredEvents ignored = new IgnoredEvents(registry);

    @Test
    void onlyTheFirstTypesAreToldApart() {
        for (int i = 1; i <= IgnoredEvents.MOST_TYPES + 2; i++) {
            ignored.count("payout.no_" + i);
        }
        ignored.count("payout.no_1");
        assertThat(counted("payout.no_1")).isEqualTo(2);
        assertThat(counted("payout.no_50")).isOne();
        assertThat(counted("other")).isEqualTo(2);
        assertThat(registry.find("wheelwright.stripe.ignored").counters()).hasSize(IgnoredEvents.MOST_TYPES + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payout", "payout.", ".paid", "a..b", "Payout.paid", "payout.paid\n", ""})
    void whatIsNamedOtherwiseIsNoLabel(String type) {
        ignored.count(type);
        ignored.count("payout." + "x".repeat(58));
        assertThat(counted("other")).isEqualTo(2);
        ignored.count("payout." + "x".repeat(57));
        assertThat(counted("payout." + "x".repeat(57))).isOne();
    }

    private double counted(String type) {
        return registry.get("wheelwright.stripe.ignored")
                .tag("type", type)
                .counter()
                .count();
    }
}
