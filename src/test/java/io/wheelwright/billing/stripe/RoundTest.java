package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    @Test
    void whatIsNotKnownInFullIsTriedAgainEachTimeLater() {
        List<RuntimeException> wrong = new ArrayList<>(List.of(
                new StripeAway(new RateLimitException("Slow.", null, null, null, 429, null)),
                new IllegalStateException("surprise")));
        Round round = new Round("They", EVERY, () -> {
            if (!wrong.isEmpty()) {
                throw wrong.remove(0);
            }
            return false;
        });
        Instant now = NOW;
        for (int failures = 1; failures <= 3; failures++) {
            assertThat(round.isDue(now)).isTrue();
            round.go(now);
            assertThat(round.failures()).isEqualTo(failures);
            Instant again = now.plus(Duration.ofMinutes(1L << failures - 1));
            assertThat(round.isDue(again.minusMillis(1))).isFalse();
            now = again;
        }
    }

    @Test
    void whatIsKnownInFullIsGoneThroughWhenItsTimeHasCome() {
        Round round = new Round("They", EVERY, () -> true);
        round.go(NOW);
        assertThat(round.failures()).isZero();
        assertThat(round.isDue(NOW.plus(EVERY).minusMillis(1))).isFalse();
        assertThat(round.isDue(NOW.plus(EVERY))).isTrue();
    }

    @Test
    void whatIsListedOftenIsListedAsOftenAfterAFailure() {
        Round round = new Round("They", EVERY, () -> false);
        for (int failures = 0; failures < 10; failures++) {
            round.go(NOW);
        }
        assertThat(round.isDue(NOW.plus(EVERY))).isTrue();
    }

    /** Those before it are not read again. */
    @Test
    void theDisputesGoOnWhereStripeDidNotAnswer() {
        List<String> read = new ArrayList<>();
        List<String> refused = new ArrayList<>(List.of("du_2"));
        UndecidedDisputes undecided = new UndecidedDisputes(undecided("du_1", "du_2", "du_3"), dispute -> {
            if (refused.remove(dispute)) {
                throw tooMany();
            }
            return read.add(dispute);
        });
        Round round = new Round("They", EVERY, () -> undecided.run() == 0);
        round.go(NOW);
        assertThat(round.failures()).isOne();
        round.go(NOW);
        assertThat(read).containsExactly("du_1", "du_2", "du_3");
        round.go(NOW);
        assertThat(read).hasSize(6);
    }

    private static Disputes undecided(String... ids) {
        return new Disputes(null, null, null, null) {
            @Override
            List<String> undecided() {
                return List.of(ids);
            }
        };
    }

    private static StripeException tooMany() {
        return new RateLimitException("Slow.", null, null, null, 429, null);
    }
}
