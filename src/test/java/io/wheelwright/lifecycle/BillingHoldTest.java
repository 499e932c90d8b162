package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.billing.BillingHoldView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BillingHoldTest {

    @Test
    void whatNobodyBillsAnyMoreIsRefusedAndNotWritten() {
        UnaryOperator<BillingFacts> change =
                facts -> BillingFactsBuilder.builder(facts).plan("held").build();
        UnaryOperator<BillingFacts> billed = BillingHolds.billed("acme", change);

        assertThat(billed.apply(BillingFactsBuilder.builder().build()).plan()).isEqualTo("held");
        assertThatThrownBy(() -> billed.apply(null))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(409));
    }

    @Test
    void oneOfACustomerOfStripeEndsOnceThatWasAskedAgain() {
        Instant now = Instant.parse("2026-12-07T12:00:00Z");
        Instant said = now.plusSeconds(86_400);
        BillingHold hold = new BillingHold("x", "ada", said).putOff(said.plusSeconds(86_400));
        for (String source : List.of("stripe", "manual")) {
            BillingFacts facts =
                    BillingFactsBuilder.builder().source(source).hold(hold).build();
            Instant end = source.equals("stripe") ? now.plusSeconds(660) : now;
            assertThat(BillingHolds.lifted(facts, now).hold()).isEqualTo(new BillingHold("x", "ada", end));
        }
        BillingFacts soonOver = BillingFactsBuilder.builder()
                .source("stripe")
                .hold(new BillingHold("x", "ada", now.plusSeconds(60)))
                .build();
        assertThat(BillingHolds.lifted(soonOver, now)).isEqualTo(soonOver);
    }

    @Test
    void oneOfACustomerOfStripeIsNotOverBeforeThatCouldBeAskedAgain() {
        Instant now = Instant.parse("2026-12-07T12:00:00Z");
        BillingHold seconds = new BillingHold("x", "ada", now.plusSeconds(5));
        BillingHold days = new BillingHold("x", "ada", now.plusSeconds(86_400));
        BillingFacts stripe = BillingFactsBuilder.builder().source("stripe").build();
        BillingFacts manual = BillingFactsBuilder.builder().source("manual").build();

        assertThat(BillingHolds.put(stripe, seconds, now).hold())
                .isEqualTo(new BillingHold("x", "ada", now.plusSeconds(660)));
        assertThat(BillingHolds.put(stripe, days, now).hold()).isEqualTo(days);
        assertThat(BillingHolds.put(manual, seconds, now).hold()).isEqualTo(seconds);
    }

    @Test
    void showsTheDayThatWasSaidOfOneThatIsPutOff() {
        Instant said = Instant.parse("2026-12-07T12:00:00Z");
        BillingHold hold = new BillingHold("x", "ada", said).putOff(said.plusSeconds(86_400));

        assertThat(Json.tree(BillingHoldView.of(hold)))
                .isEqualTo(Json.tree(Map.of(
                        "reason", "x",
                        "by", "ada",
                        "until", "2026-12-08T12:00:00Z",
                        "stated_until", "2026-12-07T12:00:00Z")));
    }
}
