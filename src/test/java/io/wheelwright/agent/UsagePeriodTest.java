package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.agent.protocol.UsageLevel;
import io.wheelwright.agent.protocol.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsagePeriodTest {
    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    what was there before the first look is not counted | 500             | 0
                    growth between looks is summed                      | 500 520 520 530 | 30
                    a reset begins at zero                              | 500 520 7       | 27
                    a reset to zero                                     | 500 0           | 0
                    several resets                                      | 10 12 1 3 2     | 7
                    nor what a counter shows that came later            | - 4 9           | 5
                    a counter that an application begins anew late      | 500 - 7         | 7
                    a counter that was missing once goes on             | 100 - 130       | 30
                    no number is beyond what the hub takes              | 0 9223372036854775807 | 1000000000000000
                    """)
    void countsGrowth(String why, String readings, long growth) {
        UsagePeriod period = UsagePeriod.first(NINE);
        Instant at = NINE;
        for (String reading : readings.strip().split(" +")) {
            Map<String, Long> counters = reading.equals("-") ? Map.of() : Map.of("n", Long.valueOf(reading));
            period = period.sampled(ApplicationReport.healthy(counters, Map.of()), at);
            at = at.plusSeconds(60);
        }
        assertThat(period.report("acme").counters().getOrDefault("n", 0L))
                .as(why)
                .isEqualTo(growth);
    }

    @Test
    void weighsLevelsByTheTimeTheyLasted() {
        UsagePeriod period = levels(NINE, "0:10", "1:40", "3:20");

        assertThat(period.report("acme").gauges()).containsEntry("n", new UsageLevel(40L, (10 + 80 + 100) / 8.0, 480L));
    }

    @Test
    void aLevelIsNotKnownForLongWithoutALook() {
        UsagePeriod period = levels(NINE, "0:10", "30:20");

        assertThat(period.report("acme").gauges()).containsEntry("n", new UsageLevel(20L, 15.0, 600L));
    }

    @Test
    void endsWithTheHourAndTakesLevelsAndReadingsAlong() {
        UsagePeriod first = UsagePeriod.first(NINE.plus(Duration.ofMinutes(50)))
                .sampled(both(5, 8), NINE.plus(Duration.ofMinutes(50)))
                .sampled(both(9, 8), NINE.plus(Duration.ofMinutes(59)));
        Instant tenPastOne = NINE.plus(Duration.ofMinutes(61));

        assertThat(first.isOver(NINE.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(first.isOver(tenPastOne)).isTrue();
        UsageReport report = first.report("acme");
        UsageReport next =
                first.next(tenPastOne).sampled(both(12, 8), tenPastOne).report("acme");

        assertThat(report.periodStart()).isEqualTo(NINE.plus(Duration.ofMinutes(50)));
        assertThat(report.periodEnd()).isEqualTo(NINE.plus(Duration.ofHours(1))).isEqualTo(next.periodStart());
        assertThat(report.counters()).containsEntry("c", 4L);
        assertThat(report.gauges()).containsEntry("g", new UsageLevel(8L, 8.0, 360L));
        assertThat(next.counters()).containsEntry("c", 3L);
        assertThat(next.batchId()).isNotEqualTo(report.batchId());
    }

    @Test
    void growthThatNobodyWatchedCountsInTheHourInWhichItIsSeen() {
        UsagePeriod before = UsagePeriod.first(NINE).sampled(both(5, 8), NINE);
        Instant later = NINE.plus(Duration.ofHours(30)).plusSeconds(90);

        UsageReport report = before.next(later).sampled(both(25, 8), later).report("acme");

        assertThat(report.periodStart()).isEqualTo(NINE.plus(Duration.ofHours(30)));
        assertThat(report.counters()).containsEntry("c", 20L);
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        UsagePeriod period = UsagePeriod.first(NINE.plusSeconds(600))
                .sampled(both(5, 8), NINE.plusSeconds(600))
                .sampled(both(6, 9), NINE.plusSeconds(60));

        assertThat(period.growth()).containsEntry("c", 1L);
        assertThat(period.isOver(NINE)).isFalse();
        assertThat(period.seen().get("g").millis()).isZero();
    }

    private static UsagePeriod levels(Instant start, String... looks) {
        UsagePeriod period = UsagePeriod.first(start);
        for (String[] look : Arrays.stream(looks).map(text -> text.split(":")).toList()) {
            period = period.sampled(
                    ApplicationReport.healthy(Map.of(), Map.of("n", Long.valueOf(look[1]))),
                    start.plus(Duration.ofMinutes(Long.parseLong(look[0]))));
        }
        return period;
    }

    private static ApplicationReport both(long counter, long gauge) {
        return ApplicationReport.healthy(Map.of("c", counter), Map.of("g", gauge));
    }
}
