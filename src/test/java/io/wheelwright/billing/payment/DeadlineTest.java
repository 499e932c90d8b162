package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

    private static final Instant NOW = Instant.parse("2027-01-31T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "3600, 640, 640",
        "120, 640, 120",
        "120, 20, 20",
        "4, 640, 10",
        "0, 640, 10",
        "-59, 640, 10",
        "-60, 640, 640"
    })
    void noPauseGoesBeyondIt(long by, long pause, long next) {
        assertThat(new Deadline(NOW.plusSeconds(by)).next(NOW, Duration.ofSeconds(pause)))
                .isEqualTo(NOW.plusSeconds(next));
    }

    @Test
    void withoutOneThePauseCounts() {
        assertThat(Deadline.NONE.next(NOW, Duration.ofHours(1))).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void theEarlierOfTwoCounts() {
        Deadline early = new Deadline(NOW);
        Deadline late = new Deadline(NOW.plusSeconds(1));
        assertThat(early.or(late)).isEqualTo(early);
        assertThat(late.or(early)).isEqualTo(early);
        assertThat(Deadline.NONE.or(late)).isEqualTo(late);
        assertThat(late.or(Deadline.NONE)).isEqualTo(late);
    }
}
