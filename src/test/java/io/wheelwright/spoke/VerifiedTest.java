package io.wheelwright.spoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class VerifiedTest {

    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-11-02T09:30:00Z");
    private final InstantSource time = () -> now;
    private final Verified verified = new Verified(VALIDITY, time.withZone(ZoneOffset.UTC));

    @Test
    void whatWasFoundIsBelievedForAWhileInThatStateAlone() {
        verified.now("acme", "release", "one");

        assertThat(verified.recently("acme", "release", "one")).isTrue();
        assertThat(verified.recently("acme", "release", "other")).isFalse();
        now = now.plus(VALIDITY);
        assertThat(verified.recently("acme", "release", "one")).isFalse();
    }

    @Test
    void aVisitInBetweenDoesNotPutTheNextLookOff() {
        verified.now("acme", "release", "one");
        now = now.plus(VALIDITY).minusSeconds(30);
        verified.now("acme", "license", "two");
        verified.now("other", "release", "one");

        assertThat(verified.untilNextLook("acme")).hasValue(Duration.ofSeconds(30));
        now = now.plusSeconds(31);
        assertThat(verified.untilNextLook("acme")).hasValue(VALIDITY.minusSeconds(31));
        assertThat(verified.untilNextLook("nobody")).isEmpty();
    }

    @Test
    void whatIsForgottenOrOverIsLookedAtAnew() {
        verified.now("acme", "release", "one");
        verified.now("acme", "license", "two");
        verified.forget("acme", "release");
        verified.forget("nobody", "release");

        assertThat(verified.recently("acme", "release", "one")).isFalse();
        assertThat(verified.recently("acme", "license", "two")).isTrue();
        verified.forgetWhatIsOver();
        assertThat(verified.recently("acme", "license", "two")).isTrue();
        now = now.plus(VALIDITY).plusSeconds(1);
        verified.forgetWhatIsOver();
        assertThat(verified.untilNextLook("acme")).isEmpty();
    }
}
