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
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BillingHoldTest {

    @Test
    void whatNobodyBillsAnyMoreIsRefusedAndNotWritten() {
        UnaryOperator<BillingFacts> change =
                facts -> BillingFactsBuilder.builder(facts).plan("held").build();
        UnaryOperator<BillingFacts> billed = BillingHoldResource.billed("acme", change);

        assertThat(billed.apply(BillingFactsBuilder.builder().build()).plan()).isEqualTo("held");
        assertThatThrownBy(() -> billed.apply(null))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(409));
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
