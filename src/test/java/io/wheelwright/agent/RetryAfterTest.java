package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "120, PT2M", "' 7 ', PT7S"})
    void readsSeconds(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).contains(expected);
    }

    @Test
    void readsDates() {
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 12:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
    void ignoresWhatIsNeither(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
