package io.wheelwright.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.operation.Retries.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {

    @Test
    void theThirdFailureThatCountsIsTheLast() {
        assertThat(Retries.judge(1, 0, true, 0)).isEqualTo(new Verdict(2, false, Duration.ofMillis(2_500)));
        assertThat(Retries.judge(2, 1, true, 0)).isEqualTo(new Verdict(3, false, Duration.ofSeconds(5)));
        assertThat(Retries.judge(3, 2, true, 0).stalled()).isTrue();
    }

    @Test
    void anOutageUsesUpNoAttemptHoweverLongItLasts() {
        for (int failures = 0; failures < 1000; failures++) {
            Verdict verdict = Retries.judge(3, failures, false, 1);
            assertThat(verdict.stalled()).isFalse();
            assertThat(verdict.attempt()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,2500", "0,1,5000", "1,1,10000", "3,1,40000", "4,1,60000", "500,1,60000", "500,0,30000"})
    void thePauseDoublesUpToAMinuteAndItsSecondHalfIsLeftToChance(int failures, double jitter, long millis) {
        assertThat(Retries.judge(1, failures, true, jitter).pause()).isEqualTo(Duration.ofMillis(millis));
    }
}
