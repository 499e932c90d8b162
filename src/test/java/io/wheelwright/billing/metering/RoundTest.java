package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.billing.metering.MeteringTurns.Held;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final Instant NOW = Instant.parse("2027-01-31T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void aSubscriptionThatManyEventsNameIsReadOnce() throws StripeException {
        Round round = Round.ofDue(new Held("uid", 1), NOW.plusSeconds(20));
        AtomicInteger reads = new AtomicInteger();

        for (int i = 0; i < 3; i++) {
            assertThat(round.subscription("sub_1", CLOCK, () -> read(reads))).isNotNull();
        }
        assertThat(reads).hasValue(1);
        round.subscription("sub_2", CLOCK, () -> read(reads));
        assertThat(reads).hasValue(2);
    }

    @Test
    void nothingIsReadWhenItsTimeIsOver() {
        Round over = Round.ofDue(new Held("uid", 1), NOW);

        assertThatThrownBy(() -> over.subscription("sub_1", CLOCK, () -> read(new AtomicInteger())))
                .isInstanceOf(Round.Over.class);
    }

    private static Subscription read(AtomicInteger reads) {
        reads.incrementAndGet();
        return new Subscription();
    }
}
