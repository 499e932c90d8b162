package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookingTest {

    private static final Instant BEGIN = Instant.parse("2027-01-31T10:00:00Z");
    private static final Instant END = Instant.parse("2027-02-28T10:00:00Z");
    private static final Booking.Period RENEWED = new Booking.Period(null, BEGIN, END, null);
    private static final Booking.Period ENDING = new Booking.Period(null, BEGIN, END, END);

    @Test
    void isBookedWhenItWasCounted() {
        Instant counted = END.minusSeconds(600);
        assertThat(Booking.of(RENEWED, counted, counted.plusSeconds(30)).at()).isEqualTo(counted);
    }

    @Test
    void whatWasCountedInAPeriodThatIsOverIsBookedWhenTheNextBegins() {
        assertThat(Booking.of(RENEWED, BEGIN.minusSeconds(1), BEGIN.plus(Duration.ofHours(3)))
                        .at())
                .isEqualTo(BEGIN);
    }

    @Test
    void theLastMinuteOfAPeriodWaitsForTheNext() {
        Instant counted = END.minusSeconds(61);
        assertThat(Booking.of(RENEWED, counted, counted).at()).isEqualTo(counted);
        assertThat(Booking.of(RENEWED, counted, END.minusSeconds(60)).later()).isEqualTo(END.plusSeconds(60));
        assertThat(Booking.of(RENEWED, counted, END.plusSeconds(90)).later()).isEqualTo(END.plusSeconds(150));
    }

    @Test
    void theLastMinuteOfTheLastPeriodIsToldAtOnce() {
        Instant last = END.minusSeconds(2);
        assertThat(Booking.of(ENDING, last, last).at()).isEqualTo(last);
        assertThat(Booking.of(ENDING, END.plusSeconds(5), END.plusSeconds(6)).at())
                .isEqualTo(END.minusSeconds(1));
        Booking.Period ends = new Booking.Period(null, BEGIN, END, BEGIN.plusSeconds(500));
        assertThat(Booking.of(ends, BEGIN.plusSeconds(490), BEGIN.plusSeconds(495))
                        .at())
                .isEqualTo(BEGIN.plusSeconds(490));
        Booking.Period endsLater = new Booking.Period(null, BEGIN, END, END.plusSeconds(1));
        assertThat(Booking.of(endsLater, last, last).later()).isNotNull();
    }

    @Test
    void nothingIsBookedWhereNothingIsCharged() {
        assertThat(Booking.of(null, BEGIN, BEGIN).failure()).isEqualTo(MeterFailure.not_sold);
        Instant ended = BEGIN.plus(Duration.ofDays(3));
        Booking.Period over = new Booking.Period(ended, BEGIN, END, null);
        assertThat(Booking.of(over, ended.minusSeconds(1), ended).failure()).isEqualTo(MeterFailure.too_late);
        assertThat(Booking.of(over, ended, ended.plusSeconds(2)).failure()).isEqualTo(MeterFailure.after_end);
    }

    @Test
    void nothingWaitsForAPeriodThatDoesNotCome() {
        Instant late = END.minusSeconds(30);
        assertThat(Booking.of(RENEWED.last(), late, late).at()).isEqualTo(late);
        assertThat(ENDING.last()).isEqualTo(ENDING);
    }

    @Test
    void isNotOlderThanStripeTakes() {
        Instant end = BEGIN.plus(Duration.ofDays(365));
        Instant now = BEGIN.plus(Duration.ofDays(90));
        assertThat(Booking.of(new Booking.Period(null, BEGIN, end, null), BEGIN.plusSeconds(5), now)
                        .at())
                .isEqualTo(now.minus(Duration.ofDays(34)));
    }
}
