package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest(name = "trial {0}, since {1}, plans {2}: {3} days")
    @CsvSource({
        "true,  2026-11-12T10:00:00Z, starter,             7",
        "true,  2020-01-01T00:00:00Z, enterprise,          7",
        "false, 2026-11-12T10:00:00Z, '',                  30",
        "false, 2026-11-12T10:00:00Z, starter,             30",
        "false, 2026-11-12T10:00:00Z, starter:-:10,        10",
        "false, 2026-05-22T10:00:00Z, starter,             30",
        "false, 2026-05-22T09:59:59Z, starter,             90",
        "false, 2020-01-01T00:00:00Z, '',                  90",
        "false, 2020-01-01T00:00:00Z, starter:-:10,        90",
        "false, 2020-01-01T00:00:00Z, starter:-:120,      120",
        "false, 2026-11-12T10:00:00Z, enterprise,          180",
        "false, 2026-11-12T10:00:00Z, gold:1,              180",
        "false, 2026-11-12T10:00:00Z, gold:1:365,          365",
        "false, 2026-11-12T10:00:00Z, enterprise:2,        30",
        "false, 2026-11-12T10:00:00Z, starter enterprise,  180",
    })
    void isAsLongAsTheBestOfWhatApplies(boolean trial, Instant since, String plans, int days) {
        assertThat(Retention.days(trial, since, NOW, plans(plans))).isEqualTo(days);
    }

    @ParameterizedTest(name = "{0}, plans {1}, grace until {2}: {3}")
    @CsvSource({
        "trialing,    '',                 ,                     ",
        "trial_grace, starter:-:-:3,      ,                     2026-11-25T10:00:00Z",
        "trialing,    starter:-:-:10,     ,                     2026-12-02T10:00:00Z",
        "trialing,    a:-:-:0 b:-:-:5,    ,                     2026-11-27T10:00:00Z",
        "trialing,    a:-:-:0,            ,                     2026-11-22T10:00:00Z",
        "trialing,    starter:-:-:10,     2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z",
        "active,      starter:-:-:10,     ,                     ",
    })
    void theGraceOfATrialIsTheLongestOfThePlans(BillingState state, String plans, Instant said, Instant end) {
        BillingFacts facts = BillingFactsBuilder.builder()
                .state(state)
                .trialEndsAt(NOW)
                .graceEndsAt(said)
                .build();

        assertThat(TrialGrace.filledIn(facts, plans(plans)).graceEndsAt()).isEqualTo(end);
    }

    private static List<PlanSpec> plans(String written) {
        return Stream.of(written.split(" "))
                .filter(plan -> !plan.isEmpty())
                .map(RetentionTest::plan)
                .toList();
    }

    /** A plan as {@code id:priority:days:grace}; a dash and what is left out say nothing. */
    private static PlanSpec plan(String written) {
        String[] parts = written.split(":");
        return PlanSpecBuilder.builder()
                .id(parts[0])
                .priority(number(parts, 1))
                .retentionDays(number(parts, 2))
                .trialGraceDays(number(parts, 3))
                .build();
    }

    private static Integer number(String[] parts, int place) {
        return parts.length <= place || parts[place].equals("-") ? null : Integer.valueOf(parts[place]);
    }
}
