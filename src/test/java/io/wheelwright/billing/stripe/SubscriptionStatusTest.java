package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionStatusTest {

    /** Each row is a status that was read, each column one that is read later: x where nobody would believe that. */
    private static final String TABLE = """
            .                  incomplete incomplete_expired trialing active past_due unpaid paused canceled
            incomplete         .          .                  .        .      .        .      .      .
            incomplete_expired x          .                  x        x      x        x      x      x
            trialing           x          x                  .        .      .        .      .      .
            active             x          x                  .        .      .        .      .      .
            past_due           x          x                  .        .      .        .      .      .
            unpaid             x          x                  .        .      .        .      .      .
            paused             x          x                  .        .      .        .      .      .
            canceled           x          x                  x        x      x        x      x      .
            """;

    static Stream<Arguments> pairs() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Arrays.asList(line.trim().split(" +")))
                .toList();
        List<Arguments> pairs = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                pairs.add(Arguments.of(
                        row.get(0), rows.get(0).get(column), row.get(column).equals(".")));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @MethodSource("pairs")
    void isReadAfterAnotherWhereAPathLeadsThere(String before, String after, boolean believed) {
        assertThat(SubscriptionStatus.neverBefore(after).contains(before)).isEqualTo(!believed);
    }

    @Test
    void theTableHasAllPairs() {
        int statuses = SubscriptionStatus.values().length;
        assertThat(pairs()).hasSize(statuses * statuses);
    }

    @Test
    void whatStripeAddsMayComeFromAnywhereButAnEndAndLeadAnywhere() {
        assertThat(SubscriptionStatus.neverBefore("dreaming")).containsExactly("incomplete_expired", "canceled");
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            assertThat(SubscriptionStatus.neverBefore(status.name())).doesNotContain("dreaming");
        }
    }

    @Test
    void whatIsOverIsSoForAllWhoAsk() {
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            assertThat(new SubscriptionFacts(
                                    "sub_1",
                                    "cus_1",
                                    status.name(),
                                    false,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null,
                                    null)
                            .isOver())
                    .as("%s", status)
                    .isEqualTo(status.isOver());
        }
    }
}
