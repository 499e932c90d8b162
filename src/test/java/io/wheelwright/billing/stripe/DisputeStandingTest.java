package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
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
    void followsFromTheStatus(String status, DisputeStanding standing) {
        assertThat(DisputeStanding.of(status)).isEqualTo(standing);
    }

    /** A status is read again every day unless it is settled, and the index is of those that are not. */
    @Test
    void theIndexLeavesOutWhatIsSettled() throws IOException {
        List<String> settled = DisputeStanding.settled();
        assertThat(settled).containsExactlyInAnyOrder("won", "warning_closed", "prevented", "lost");
        try (InputStream migration = DisputeStanding.class.getResourceAsStream("/db/migration/V37__disputes.sql")) {
            Matcher index = Pattern.compile("disputes_status ON .* NOT IN \\((.*)\\);")
                    .matcher(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(index.find()).isTrue();
            assertThat(List.of(index.group(1).split(", ")))
                    .containsExactlyInAnyOrderElementsOf(
                            settled.stream().map("'%s'"::formatted).toList());
        }
    }
}
