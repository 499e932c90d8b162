package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long somebody waits who guesses at a password. */
class FailedLoginsTest {

    @ParameterizedTest(name = "after {0} failures, {1} s after the last: {2} s")
    @CsvSource({
        "0,    0,   0",
        "2,    0,   0",
        "3,    0,   1",
        "4,    0,   2",
        "5,    0,   4",
        "5,    3,   1",
        "5,    4,   0",
        "5,    9,   0",
        "11,   0, 256",
        "12,   0, 300",
        "1000, 0, 300",
        "1000, 299, 1",
        "1000, 899, 0",
        "1000, 900, 0",
    })
    void waitsTwiceAsLongEachTimeUpToFiveMinutes(int failures, long ago, long pause) {
        assertThat(FailedLogins.pause(failures, Duration.ofSeconds(ago))).isEqualTo(Duration.ofSeconds(pause));
    }
}
