package io.wheelwright.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterAggregation;
import io.wheelwright.api.v1alpha1.MeterKind;
import io.wheelwright.api.v1alpha1.MeterSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitUsesTest {

    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, ok",
        "10, 7, 70, ok",
        "10, 8, 80, near",
        "1000, 799, 79, ok",
        "10, 9, 90, near",
        "10, 10, 100, reached",
        "10, 25, 250, reached",
        "3, 2, 66, ok",
        "0, 0, 0, ok",
        "0, 1, 100, reached",
        "1, 1000000000000000, 1000000, reached"
    })
    void saysHowFarALimitIsUsedUp(long limit, long used, long percent, LimitState state) {
        LimitUse use = LimitUse.of("maxDevices", "total_devices", limit, BigDecimal.valueOf(used));

        assertThat(use.percent()).isEqualTo(percent);
        assertThat(use.state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            maxDevices        | total_devices, device_count, devices
            max_devices       | total_devices, device_count, devices
            maxAlertRules     | total_alert_rules, alert_rule_count, alert_rules
            maxStorage        | total_storage, storage_count, storage
            dataRetentionDays |
            max               |
            maximum           |
            """)
    void knowsWhichGaugeALimitIsAbout(String limit, String names) {
        assertThat(LimitedUsage.names(limit)).containsExactly(names == null ? new String[0] : names.split(", "));
    }

    @Test
    void holdsLevelsAgainstLimitsAndTheMonthAgainstWhatIsIncluded() {
        List<MeterSpec> meters = List.of(
                meter("mqtt_traffic", MeterKind.counter, Map.of("starter", Limit.of(10))),
                meter("storage", MeterKind.gauge, Map.of("starter", Limit.of(5))),
                meter("http_traffic", MeterKind.counter, Map.of("enterprise", Limit.UNLIMITED)));
        Map<String, Limit> limits =
                Map.of("maxDevices", Limit.of(10), "maxUsers", Limit.UNLIMITED, "maxDashboards", Limit.of(3));
        List<UsageAmount> today = List.of(gauge("total_devices", 8), gauge("user_count", 3));
        List<UsageAmount> month = List.of(
                gauge("total_devices", 10),
                gauge("storage", 5),
                UsageAmount.counter("mqtt_traffic", BigDecimal.valueOf(12)),
                UsageAmount.counter("http_traffic", BigDecimal.valueOf(900)));

        assertThat(new LimitUses(IncludedUnits.ofPlan("starter"), limits, meters).of(today, month))
                .extracting(LimitUse::name, LimitUse::percent)
                .containsExactly(tuple("maxDevices", 80L), tuple("mqtt_traffic", 120L), tuple("storage", 100L));
        assertThat(new LimitUses(IncludedUnits.ofPlan("enterprise"), Map.of(), meters).of(today, month))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"max, 100", ", 100", "average, 20"})
    void holdsWhatCountsOfAGaugeAgainstWhatIsIncluded(MeterAggregation aggregation, long percent) {
        MeterSpec storage = meter("storage", MeterKind.gauge, aggregation, Map.of("starter", Limit.of(50)));
        List<UsageAmount> month = List.of(UsageAmount.gauge("storage", 50, BigDecimal.valueOf(1000), 100));

        assertThat(new LimitUses(IncludedUnits.ofPlan("starter"), Map.of(), List.of(storage)).of(List.of(), month))
                .extracting(LimitUse::percent)
                .containsExactly(percent);
    }

    @Test
    void aMeterOfWhichNothingIsIncludedHasNoLimit() {
        MeterSpec calls = meter("api_calls", MeterKind.counter, Map.of("starter", Limit.of(0)));
        List<UsageAmount> month = List.of(UsageAmount.counter("api_calls", BigDecimal.ONE));

        assertThat(new LimitUses(IncludedUnits.ofPlan("starter"), Map.of(), List.of(calls)).of(List.of(), month))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "day, 2026-11-05, 2026-11-05",
        "week, 2026-11-02, 2026-11-02",
        "week, 2026-11-08, 2026-11-02",
        "week, 2027-01-01, 2026-12-28",
        "month, 2026-11-30, 2026-11-01"
    })
    void beginsASpan(Span span, LocalDate date, LocalDate begin) {
        assertThat(span.begin(date)).isEqualTo(begin);
    }

    @Test
    void weighsAGaugeByTime() {
        assertThat(UsageAmount.gauge("g", 9, BigDecimal.valueOf(100), 30).average())
                .isEqualByComparingTo("3.333");
        assertThat(UsageAmount.gauge("g", 9, BigDecimal.ZERO, 0).average()).isEqualByComparingTo("9");
    }

    private static UsageAmount gauge(String name, long max) {
        return UsageAmount.gauge(name, max, BigDecimal.valueOf(max), 1);
    }

    private static MeterSpec meter(String name, MeterKind kind, Map<String, Limit> included) {
        return meter(name, kind, null, included);
    }

    private static MeterSpec meter(
            String name, MeterKind kind, MeterAggregation aggregation, Map<String, Limit> included) {
        return new MeterSpec(name, kind, aggregation, "GB", included, null, 1L, null);
    }
}
