package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.InvoiceLineItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeriodShareTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofDays(30)), null);

    @Test
    void isOfTheLinesOfThePeriodSinceTheyBegin() {
        PeriodShare share = of(line(-30, 0, -500, ""), line(-30, 0, 700, "metered"), line(0, 30, 2900, "plan"));
        assertThat(share.costs(3100)).containsExactly(rest(0, 2900));
        assertThat(share.in(3100)).isEqualTo(2900);
        assertThat(share.in(310)).as("the rest was paid otherwise").isEqualTo(290);
        assertThat(of(line(-1, 29, -1000, ""), line(5, 30, 3000, "plan")).costs(2000))
                .containsExactly(rest(0, -1000), rest(5, 3000));
    }

    @Test
    void isAllThatWasPaidWhereOtherLinesAreCredited() {
        PeriodShare share = of(line(-30, 0, -500, ""), line(0, 30, 2900, "plan"));
        assertThat(share.in(2400)).isEqualTo(2400);
        assertThat(share.costs(2400)).containsExactly(rest(0, 2900));
    }

    @Test
    void discountsAndTaxesArePartOfWhatItCosts() {
        PeriodShare share = of(line(5, 30, -2417, "plan"), line(5, 30, 8250, "plan"));
        assertThat(share.costs(6941)).containsExactly(rest(5, -2876), rest(5, 9817));
        assertThat(share.costs(0)).containsExactly(rest(5, 0), rest(5, 0));
        assertThat(of(line(5, 30, -8250, "plan"), line(5, 30, 2417, "plan")).costs(-6941))
                .containsExactly(rest(5, -9817), rest(5, 2876));
        assertThat(of(line(5, 30, -100, "plan"), line(10, 30, 100, "plan")).costs(0))
                .containsExactly(rest(5, -100), rest(10, 100));
    }

    private static PeriodShare of(InvoiceLineItem... lines) {
        return PeriodShare.of(List.of(lines), Set.of("metered"), PERIOD);
    }

    private static PeriodRest rest(int day, long amount) {
        return new PeriodRest(BEGIN.plus(Duration.ofDays(day)), amount);
    }

    private static InvoiceLineItem line(int from, int to, long amount, String item) {
        InvoiceLineItem.Period period = new InvoiceLineItem.Period();
        period.setStart(BEGIN.plus(Duration.ofDays(from)).getEpochSecond());
        period.setEnd(BEGIN.plus(Duration.ofDays(to)).getEpochSecond());
        InvoiceLineItem.Parent.SubscriptionItemDetails details = new InvoiceLineItem.Parent.SubscriptionItemDetails();
        details.setSubscriptionItem(item);
        InvoiceLineItem.Parent parent = new InvoiceLineItem.Parent();
        parent.setSubscriptionItemDetails(details);
        InvoiceLineItem line = new InvoiceLineItem();
        line.setParent(parent);
        line.setPeriod(period);
        line.setAmount(amount);
        return line;
    }
}
