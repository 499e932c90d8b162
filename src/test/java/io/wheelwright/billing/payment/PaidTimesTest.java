package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Periods of 30 days; plans have a price a month, and change on the boundary of a day. */
class PaidTimesTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(30));

    private final PaidTimes times = new PaidTimes();

    @Test
    void eachOfTwoDowngradesIsCreditedFromItsOwnDayOn() {
        times.addInvoice(costs(0, 29_900), paid(29_900));
        times.addInvoice(costs(5, -24_917, 8250), List.of());
        times.addInvoice(costs(20, -3300, 967), List.of());
        assertThat(back(25)).as("5 of 30 days at 29.00").isEqualTo(483);
    }

    @Test
    void whatTheNextInvoiceWouldCreditIsOfSeveralChanges() {
        times.addInvoice(costs(0, 2900), paid(2900));
        times.addUnbilled(costs(costs(5, -2417, 8250), costs(10, -6600, 500)));
        assertThat(back(20)).as("10 days at 0.25, less a cent of rounding").isEqualTo(249);
    }

    @Test
    void anUpgradeThatTheCreditOfTheDowngradeBeforeHasPaidIsPaid() {
        times.addInvoice(costs(0, 9900), paid(9900));
        times.addInvoice(costs(5, -8250, 2417), List.of());
        times.addInvoice(costs(10, -1933, 6600), List.of());
        assertThat(back(20)).as("10 of 30 days at 99.00").isEqualTo(3300);
    }

    @Test
    void anUpgradeThatCreditAndAPaymentHavePaidIsPaid() {
        times.addInvoice(costs(0, 2900), paid(2900));
        times.addInvoice(costs(5, -2417, 250), List.of());
        times.addInvoice(costs(10, -200, 6600), paid(4233));
        assertThat(back(20))
                .as("10 of 30 days at 99.00, less a cent of rounding")
                .isEqualTo(3299);
    }

    @Test
    void aPaymentForChangesOfSeveralDaysIsForEachFromItsOwn() {
        times.addInvoice(costs(0, 2900), paid(2900));
        times.addInvoice(costs(costs(5, -2417, 8250), costs(20, -3300, 9967)), paid(12_500));
        assertThat(back(25)).as("5 of 30 days at 299.00").isEqualTo(4983);
    }

    @Test
    void nothingIsPaidByCreditThatIsNotOfThePeriod() {
        times.addInvoice(costs(0, 2900), paid(900));
        assertThat(back(15)).as("half of 9.00").isEqualTo(450);
        times.addInvoice(costs(5, -2417, 8250), List.of());
        assertThat(back(15)).isEqualTo(450);
        times.addInvoice(costs(10, -6600, 1933), List.of());
        times.addInvoice(costs(10, -1933, 9600), List.of());
        assertThat(back(15)).as("what is used beyond 46.67 is other credit").isEqualTo(450);
    }

    @Test
    void ofAnInvoiceThatIsPaidInPartTheLatestUpgradeIsNot() {
        times.addInvoice(costs(costs(0, 3000), costs(10, 2000), costs(20, -500), costs(25, 100)), paid(3600));
        assertThat(times.all()).containsExactlyInAnyOrder(rest(25, 0), rest(20, -500), rest(10, 1100), rest(0, 3000));
    }

    @Test
    void nothingIsPaidOfWhatTheNextInvoiceWouldCharge() {
        times.addInvoice(costs(0, 9900), paid(9900));
        times.addInvoice(costs(5, -8250, 2417), List.of());
        assertThat(back(20)).as("10 of 30 days at 29.00").isEqualTo(966);
        times.addUnbilled(costs(10, -1933, 6600));
        assertThat(back(20)).isEqualTo(966);
    }

    @Test
    void whatTheNextInvoiceWouldChargeIsOneSum() {
        times.addInvoice(costs(0, 2900), paid(2900));
        times.addUnbilled(costs(costs(5, 5833), costs(10, -5832)));
        assertThat(back(20)).as("966.67 + 2332.80 - 2916").isEqualTo(383);
    }

    @Test
    void aDisputedPaymentHasPaidNothing() {
        times.addInvoice(costs(0, 2900), paid(2900));
        times.addInvoice(costs(costs(5, -2417, 8250), costs(20, -3300, 9967)), List.of(payment(12_500, Contest.open)));
        assertThat(back(25)).as("5 of 30 days at 29.00").isEqualTo(483);
        times.addInvoice(costs(25, -4983, 483), List.of());
        assertThat(back(25)).as("it is credited all the same").isEqualTo(483 - 4500);
    }

    private long back(int day) {
        return ProratedRefund.of(times.all(), END, BEGIN.plus(Duration.ofDays(day)), "usd");
    }

    private static List<Payment> paid(long amount) {
        return List.of(payment(amount, Contest.none));
    }

    private static Payment payment(long amount, Contest contest) {
        return new Payment("ch", "in", "usd", amount, amount, 0, contest);
    }

    private static List<PeriodRest> costs(int day, long... amounts) {
        List<PeriodRest> costs = new ArrayList<>();
        for (long amount : amounts) {
            costs.add(rest(day, amount));
        }
        return costs;
    }

    @SafeVarargs
    private static List<PeriodRest> costs(List<PeriodRest>... changes) {
        return List.of(changes).stream().flatMap(List::stream).toList();
    }

    private static PeriodRest rest(int day, long amount) {
        return new PeriodRest(BEGIN.plus(Duration.ofDays(day)), amount);
    }
}
