package io.wheelwright.billing.payment;

import static io.wheelwright.billing.payment.InvoiceLines.discounted;
import static io.wheelwright.billing.payment.InvoiceLines.taxed;
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
        assertThat(share.costs()).containsExactly(rest(0, 2900));
        assertThat(share.paidForPeriod(3100)).isEqualTo(2900);
        assertThat(share.paidForPeriod(310)).as("the rest was paid otherwise").isEqualTo(290);
        assertThat(of(line(-1, 29, -1000, ""), line(5, 30, 3000, "plan")).costs())
                .containsExactly(rest(0, -1000), rest(5, 3000));
    }

    @Test
    void isAllThatWasPaidWhereOtherLinesAreCredited() {
        PeriodShare share = of(line(-30, 0, -500, ""), line(0, 30, 2900, "plan"));
        assertThat(share.paidForPeriod(2400)).isEqualTo(2400);
        assertThat(share.costs()).containsExactly(rest(0, 2900));
    }

    @Test
    void aTaxIsPartOfWhatALineCostsUnlessItIsInThePrice() {
        PeriodShare share = of(
                taxed(line(5, 30, -2417, "plan"), -459, "exclusive"),
                taxed(line(5, 30, 8250, "plan"), 1567, "exclusive"));
        assertThat(share.costs()).containsExactly(rest(5, -2876), rest(5, 9817));
        assertThat(share.total()).as("the total").isEqualTo(6941);
        assertThat(share.paidForPeriod(6941)).isEqualTo(6941);
        assertThat(share.taxes()).isEqualTo(new TaxFactor(8250, 9817));

        PeriodShare inclusive = of(taxed(line(0, 30, 2900, "plan"), 463, "inclusive"));
        assertThat(inclusive.costs()).containsExactly(rest(0, 2900));
        assertThat(inclusive.taxes().on(-1000)).isEqualTo(-1000);
    }

    @Test
    void aDiscountIsOfItsLineAlone() {
        PeriodShare share = of(discounted(line(0, 30, 100, "plan"), 50), line(-10, 0, -99, ""));
        assertThat(share.costs()).containsExactly(rest(0, 50));
        assertThat(share.total()).as("the total").isEqualTo(-49);
        assertThat(share.paidForPeriod(0)).isZero();
        PeriodShare paid = of(discounted(line(0, 30, 100, "plan"), 50), line(-10, 0, -20, ""));
        assertThat(paid.paidForPeriod(30)).isEqualTo(30);
        assertThat(of(discounted(line(0, 30, 2900, "plan"), 2900)).costs()).containsExactly(rest(0, 0));
    }

    @Test
    void aTaxIsOfWhatADiscountHasLeft() {
        PeriodShare share = of(taxed(discounted(line(0, 30, 10_000, "plan"), 5000), 950, "exclusive"));
        assertThat(share.costs()).containsExactly(rest(0, 5950));
        assertThat(share.taxes()).isEqualTo(new TaxFactor(5000, 5950));
    }

    private static PeriodShare of(InvoiceLineItem... lines) {
        return PeriodShare.of(List.of(lines), Set.of("metered"), PERIOD);
    }

    private static PeriodRest rest(int day, long amount) {
        return new PeriodRest(day(day), amount);
    }

    private static InvoiceLineItem line(int from, int to, long amount, String item) {
        InvoiceLineItem.Parent.SubscriptionItemDetails details = new InvoiceLineItem.Parent.SubscriptionItemDetails();
        details.setSubscriptionItem(item);
        InvoiceLineItem.Parent parent = new InvoiceLineItem.Parent();
        parent.setSubscriptionItemDetails(details);
        InvoiceLineItem line = InvoiceLines.line(day(from), day(to), amount);
        line.setParent(parent);
        return line;
    }

    private static Instant day(int day) {
        return BEGIN.plus(Duration.ofDays(day));
    }
}
