package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.billing.stripe.Counting.Claim;
import io.wheelwright.organization.Customer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {

    private static final Instant SINCE = Instant.parse("2026-06-15T12:00:00Z");
    private static final Customer ACME =
            new Customer("acme", "uid-2", "Acme", "ada@acme.example", SINCE, null, false, false, null, null, null);

    /** Each subscription as mode, whose it is, and status; what counts, or why nothing is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "live ours active                          | 0   |",
                "test ours active, live ours active        | 1   |",
                "test ours active                          |     | other_mode",
                "test doubtful active, live ours active    | 1   |",
                "live doubtful incomplete_expired, live ours active | 1 |",
                "live doubtful canceled, live ours trialing | 1  |",
                "live doubtful active, live ours active    |     | other_organization",
                "live doubtful canceled                    |     | other_organization",
                "live doubtful canceled, test ours active  |     | other_organization",
                "live theirs active, live ours canceled    | 1   |",
                "live theirs active                        |     | other_organization",
                "live ours canceled, live ours active      | 0 1 |",
            })
    void whatIsLeftOverTakesNothingFromWhatCounts(String subscriptions, String counting, Hold hold) {
        List<Claim> claims = Arrays.stream(subscriptions.split(", "))
                .map(CountingTest::claim)
                .toList();
        Counting found = Counting.of(ACME, claims, true);
        List<SubscriptionFacts> expected = counting == null
                ? List.of()
                : Arrays.stream(counting.split(" "))
                        .map(index -> claims.get(Integer.parseInt(index)).facts())
                        .toList();
        assertThat(found.subscriptions()).isEqualTo(expected);
        assertThat(found.hold() == null ? null : found.hold().hold()).isEqualTo(hold);
    }

    private static Claim claim(String text) {
        String[] parts = text.split(" ");
        String uid = parts[1].equals("ours") ? "uid-2" : parts[1].equals("theirs") ? "uid-1" : null;
        return new Claim(
                new SubscriptionFacts(
                        "sub_1",
                        "cus_1",
                        parts[2],
                        parts[0].equals("live"),
                        "acme",
                        null,
                        SINCE.minus(Duration.ofDays(9)),
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        false,
                        null,
                        null),
                uid,
                null);
    }
}
