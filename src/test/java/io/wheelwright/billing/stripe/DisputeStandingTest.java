package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisputeStandingTest {

    @ParameterizedTest
    @CsvSource({
        "warning_needs_response, asked",
        "warning_under_review, asked",
        "needs_response, open",
        "under_review, open",
        "won, won",
        "warning_closed, won",
        "prevented, won",
        "lost, lost",
        "something_new, unknown",
    })
    void followsFromTheStatusAndIsCountedByIt(String status, DisputeStanding standing) {
        assertThat(DisputeStanding.of(status)).isEqualTo(standing);
        DisputeMetrics.STATUSES.forEach(
                (counted, statuses) -> assertThat(statuses.startsWith("NOT") != statuses.contains("'" + status + "'"))
                        .as("%s by %s", status, statuses)
                        .isEqualTo(counted == standing));
    }
}
