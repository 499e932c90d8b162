package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
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
}
