package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private static final SplittableRandom SEEDED = new SplittableRandom(20261121);

    private final Pace pace = new Pace(SEEDED);

    @RepeatedTest(50)
    void beatsEveryMinuteGiveOrTakeATenth() {
        assertThat(pace.afterAnswer(null)).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
    }

    @ParameterizedTest
    @CsvSource({
        "3, PT2.7S, PT3.3S",
        "60, PT54S, PT66S",
        "0, PT0.9S, PT1.1S",
        "-5, PT0.9S, PT1.1S",
        "999999, PT54M, PT66M"
    })
    void followsTheHubWithinReason(int asked, Duration shortest, Duration longest) {
        assertThat(pace.afterAnswer(asked)).isBetween(shortest, longest);
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT1S, PT2S",
        "2, PT2S, PT4S",
        "3, PT4S, PT8S",
        "6, PT32S, PT64S",
        "7, PT60S, PT120S",
        "2147483647, PT60S, PT120S"
    })
    void backsOffTwiceAsLongEachTimeUpToTwoMinutes(int failures, Duration shortest, Duration longest) {
        assertThat(pace.afterFailure(failures, Duration.ZERO)).isBetween(shortest, longest);
    }

    @Test
    void comesNoSoonerThanTheHubSaid() {
        assertThat(pace.afterFailure(1, Duration.ofSeconds(30)))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
        assertThat(pace.afterFailure(9, Duration.ofSeconds(5))).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void doesNotStayAwayForDaysWhateverTheHubSaid() {
        assertThat(pace.afterFailure(1, Duration.ofDays(3))).isLessThanOrEqualTo(Duration.ofMinutes(66));
    }
}
