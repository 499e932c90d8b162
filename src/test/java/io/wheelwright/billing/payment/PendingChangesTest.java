package io.wheelwright.billing.payment;

import static io.wheelwright.billing.payment.InvoiceLines.line;
import static io.wheelwright.billing.payment.InvoiceLines.pending;
import static io.wheelwright.billing.payment.InvoiceLines.taxed;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.InvoiceItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingChangesTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant HALF = BEGIN.plus(Duration.ofDays(15));
    private static final Instant END = BEGIN.plus(Duration.ofDays(30));
    private static final Period PERIOD = new Period(BEGIN, END, null);

    @Test
    void aCheaperPlanIsCreditedWithTheTaxThatWasPaid() {
        PeriodShare share =
                PeriodShare.of(List.of(taxed(line(BEGIN, END, 10_000), 1900, "exclusive")), Set.of("metered"), PERIOD);
        List<Payment> paid =
                List.of(new Payment("ch", "in", "eur", 11_900, share.paidForPeriod(11_900), 0, Contest.none));
        PendingChanges next =
                PendingChanges.of(List.of(pending(HALF, END, -5000), pending(HALF, END, 1000)), share.taxes(), PERIOD);
        assertThat(next.costs()).containsExactly(new PeriodRest(HALF, -5950), new PeriodRest(HALF, 1190));
        assertThat(next.credit()).as("40.00 and 19 %").isEqualTo(4760);
        assertThat(next.charge()).isZero();

        PaidTimes times = new PaidTimes();
        times.addInvoice(share.costs(), paid);
        times.addUnbilled(next.costs());
        PaidSoFar soFar = new PaidSoFar(paid, next.credit(), times.all(), next.charge());
        assertThat(RefundPlan.of(RefundMode.prorated, null, soFar, PERIOD, HALF).amount())
                .as("half of 119.00, of which 47.60 are credited")
                .isEqualTo(1190);
        assertThat(RefundPlan.of(RefundMode.full, null, soFar, PERIOD, HALF).amount())
                .isEqualTo(11_900 - 4760);
    }

    @Test
    void aLargerPlanIsChargedWithTaxToo() {
        PendingChanges next = PendingChanges.of(
                List.of(pending(HALF, END, -1000), pending(HALF, END, 5000)), new TaxFactor(10_000, 11_900), PERIOD);
        assertThat(next.charge()).isEqualTo(4760);
        assertThat(next.credit()).isZero();
    }

    @Test
    void whatIsOfAnotherPeriodCountsInTheSumAlone() {
        PendingChanges next = PendingChanges.of(
                List.of(pending(END, END.plus(Duration.ofDays(30)), -100), pending(HALF, END, -10)),
                TaxFactor.UNKNOWN,
                PERIOD);
        assertThat(next.costs()).containsExactly(new PeriodRest(HALF, -10));
        assertThat(next.credit()).isEqualTo(110);
    }

    @Test
    void ofAnAmountThatHasDiscountsBesideItTheNetOneCounts() {
        InvoiceItem item = pending(HALF, END, -5000);
        item.setNetAmount(-2500L);
        assertThat(PendingChanges.of(List.of(item), new TaxFactor(100, 119), PERIOD)
                        .credit())
                .isEqualTo(2975);
    }

    @Test
    void aTaxIsRoundedDownSoThatACreditIsNeverTooSmall() {
        TaxFactor taxes = new TaxFactor(10_000, 11_900);
        assertThat(taxes.on(-2417)).as("-2876.23").isEqualTo(-2877);
        assertThat(taxes.on(2417)).as("2876.23").isEqualTo(2876);
        assertThat(TaxFactor.UNKNOWN.on(-2417)).isEqualTo(-2417);
    }

    @Test
    void theTaxesAreThoseOfAllLinesThatCostSomething() {
        assertThat(TaxFactor.of(List.of(
                        taxed(line(BEGIN, END, -100), -19, "exclusive"),
                        taxed(line(BEGIN, END, 101), 20, "exclusive"))))
                .as("a sum of 1 with a tax of 1 tells nothing")
                .isEqualTo(new TaxFactor(101, 121));
        TaxFactor credited = TaxFactor.of(List.of(taxed(line(BEGIN, END, -100), -19, "exclusive")));
        assertThat(credited).isEqualTo(TaxFactor.UNKNOWN);
        TaxFactor small = TaxFactor.of(List.of(taxed(line(BEGIN, END, 2), 0, "exclusive")));
        assertThat(new TaxFactor(10_000, 11_900).and(credited).and(small).on(-4000))
                .as("40.00 and 19 %, though the tax of 0.02 is rounded to nothing")
                .isEqualTo(-4760);
    }
}
