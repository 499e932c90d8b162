package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.account.Challenge.Verdict;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteVerifyTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private final ChallengeProvider provider = new ChallengeProvider();

    @BeforeEach
    void start() {
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "solved, PASSED",
        "guessed, FAILED",
        "'solved&secret=x', FAILED",
        "breaks, UNAVAILABLE",
        "babbles, UNAVAILABLE"
    })
    void judgesByWhatTheProviderSays(String response, Verdict verdict) {
        assertThat(with(ChallengeProvider.SECRET, PATIENT).judge(response)).isEqualTo(verdict);
    }

    @Test
    void aProviderThatHangsIsNotWaitedFor() {
        assertThat(with(ChallengeProvider.SECRET, IMPATIENT).judge("hangs")).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void whoComesInACrowdIsJudgedByNobodyAndNotLetIn() {
        SiteVerify challenge = with(ChallengeProvider.SECRET, PATIENT);
        ExecutorService crowd = Executors.newFixedThreadPool(SiteVerify.ASKED_AT_ONCE);
        try {
            for (int i = 0; i < SiteVerify.ASKED_AT_ONCE; i++) {
                crowd.execute(() -> challenge.judge("hangs"));
            }
            await().atMost(PATIENT).until(() -> challenge.judge("guessed") == Verdict.BUSY);
        } finally {
            crowd.shutdownNow();
        }
        assertThat(ChallengeCheck.isToBeTriedAgain(Verdict.BUSY, true)).isTrue();
        assertThat(ChallengeCheck.isToBeTriedAgain(Verdict.UNAVAILABLE, true)).isFalse();
        assertThat(ChallengeCheck.isToBeTriedAgain(Verdict.UNAVAILABLE, false)).isTrue();
    }

    @Test
    void aWrongSecretIsNotTheFaultOfWhoSignsUp() {
        assertThat(with("another", PATIENT).judge("solved")).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void aProviderThatIsGoneCannotTell() {
        SiteVerify challenge = with(ChallengeProvider.SECRET, PATIENT);
        provider.stop();

        assertThat(challenge.judge("solved")).isEqualTo(Verdict.UNAVAILABLE);
    }

    private SiteVerify with(String secret, Duration timeout) {
        return new SiteVerify(provider.url(), secret, timeout);
    }
}
