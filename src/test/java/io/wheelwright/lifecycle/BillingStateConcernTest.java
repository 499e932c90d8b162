package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingStateConcernTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"manual, false", "stripe, true"})
    void aConcernStaysUnlessItIsWrittenByHand(String source, boolean stays) {
        BillingFacts before = BillingFactsBuilder.builder()
                .source(source)
                .state(BillingState.cancelled)
                .concern(new BillingConcern(ConcernKind.disputed, Access.None))
                .build();
        BillingStateRequest wanted =
                new BillingStateRequest("cancelled", null, null, null, null, null, null, null, null, source, null);
        BillingFacts after = BillingStateResource.completed(wanted.facts(), before, wanted);

        assertThat(after.concern()).isEqualTo(stays ? before.concern() : null);
    }
}
