package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeparturesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** Everybody is spared by a hold for a day; trial and days of grace are as long, where the state has some. */
    @ParameterizedTest(name = "{0}, disputed {1} -> {2}")
    @CsvSource({
        "active,, ",
        "active, Full, ",
        "active, ReadOnly, not paid (DisputeOpen)",
        "past_due,, not paid (PaymentFailed)",
        "suspended,, not paid (Unpaid)",
        "trialing,, Nothing is paid in a trial",
    })
    void onlyWhatIsPaidGoesOnUntilItsPeriodEnds(BillingState state, Access allows, String refusal) {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        Instant end = NOW.plus(Duration.ofDays(300));
        BillingFacts facts = BillingFactsBuilder.builder()
                .state(state)
                .trialEndsAt(tomorrow)
                .fullUntil(tomorrow)
                .graceEndsAt(tomorrow)
                .concern(allows == null ? null : new BillingConcern(ConcernKind.disputed, allows))
                .hold(new BillingHold("x", "ada", tomorrow))
                .build();

        assertThat(Departures.ended(facts, Optional.empty(), NOW, NOW).state()).isEqualTo(BillingState.cancelled);
        if (refusal == null) {
            assertThat(Departures.ended(facts, Optional.empty(), end, NOW).endsAt())
                    .isEqualTo(end);
        } else {
            assertThatThrownBy(() -> Departures.ended(facts, Optional.empty(), end, NOW))
                    .isInstanceOfSatisfying(HttpProblem.class, problem -> {
                        assertThat(problem.getStatusCode()).isEqualTo(409);
                        assertThat(problem.getDetail()).contains(refusal);
                    });
        }
    }
}
