package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.Dispute;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefundPlanTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant NOW = BEGIN.plus(Duration.ofDays(10));
    private static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofDays(30)), null);

    @Test
    void takesTheNewestPaymentsFirstAndOfEachWhatIsLeft() {
        assertThat(plan(RefundMode.amount, 3000L, payment("upgrade", 1000, 1000, 200), payment("first", 2900, 2900, 0)))
                .isEqualTo(List.of(800L, 2200L));
        assertThat(plan(RefundMode.full, null, payment("upgrade", 1000, 1000, 200), payment("first", 2900, 2900, 0)))
                .isEqualTo(List.of(800L, 2900L));
        assertThat(plan(RefundMode.prorated, null, payment("first", 2900, 2900, 0)))
                .isEqualTo(List.of(1933L));
    }

    @Test
    void countsWhatWentBackBeforeAgainstTheDaysThatRemain() {
        assertThat(plan(RefundMode.prorated, null, payment("first", 2900, 2900, 933)))
                .isEqualTo(List.of(1000L));
        assertThatThrownBy(() -> plan(RefundMode.prorated, null, payment("first", 2900, 2900, 1933)))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining(
                        "Of 29.00 USD paid, 19.33 USD were refunded, and 9.67 USD can be: nothing of that is");
    }

    @Test
    void countsWhatWasPaidForTheRestOfThePeriodByTheDaysOfThatRest() {
        Instant later = BEGIN.plus(Duration.ofDays(20));
        PaidSoFar paid = new PaidSoFar(
                List.of(payment("upgrade", 2333, 2333, 0), payment("first", 2900, 2900, 0)),
                0,
                List.of(new PeriodRest(BEGIN, 2900), new PeriodRest(later, 2333)),
                0);
        assertThat(amounts(RefundPlan.of(RefundMode.prorated, null, paid, PERIOD, later)))
                .as("all of 23.33, and 10 of 30 days of 29.00")
                .isEqualTo(List.of(2333L, 966L));
        assertThat(amounts(RefundPlan.of(RefundMode.prorated, null, paid, PERIOD, later.plus(Duration.ofDays(5)))))
                .as("5 of 10 days of 23.33, and 5 of 30 days of 29.00")
                .isEqualTo(List.of(1649L));
    }

    @Test
    void givesNoCreditBackThatTheCustomerHas() {
        Instant later = BEGIN.plus(Duration.ofDays(20));
        PaidSoFar paid = new PaidSoFar(
                List.of(payment("first", 2900, 2900, 0)),
                1333,
                List.of(new PeriodRest(BEGIN, 2900), new PeriodRest(NOW, -1333)),
                0);
        assertThat(amounts(RefundPlan.of(RefundMode.full, null, paid, PERIOD, later)))
                .isEqualTo(List.of(1567L));
        assertThat(amounts(RefundPlan.of(RefundMode.prorated, null, paid, PERIOD, later)))
                .as("10 of 30 days of 29.00, less 10 of 20 days of 13.33")
                .isEqualTo(List.of(300L));
        PaidSoFar all = new PaidSoFar(List.of(payment("first", 2900, 2900, 0)), 2900, List.of(), 0);
        assertThatThrownBy(() -> RefundPlan.of(RefundMode.full, null, all, PERIOD, later))
                .hasMessageContaining("0.00 USD can be: that is not enough. 29.00 USD are a credit.");
    }

    @Test
    void isWhatTheDaysThatRemainCostOfThePlansThatWerePaid() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String currency = List.of("usd", "jpy", "kwd").get(random.nextInt(3));
            long given = random.nextInt(3) == 0 ? 100L * random.nextInt(100_000) : 0;
            int tax = 10 * random.nextInt(3);
            PlansOfAPeriod plans = new PlansOfAPeriod(currency, 100L * random.nextInt(50), tax, given);
            int hour = 0;
            for (int change = random.nextInt(6); change > 0; change--) {
                hour += random.nextInt((PlansOfAPeriod.HOURS - hour) / 2 + 1);
                plans.change(hour, 100L * random.nextInt(50), random.nextBoolean());
            }
            Instant left = BEGIN.plusSeconds(random.nextInt(hour * 3600, PlansOfAPeriod.HOURS * 3600));
            long worth = plans.remaining(left);
            PaidSoFar paid = plans.paid();

            long back = back(paid, left);
            assertThat(back)
                    .as("seed %d", seed)
                    .isBetween(Math.max(0, worth - plans.unpaid()), worth)
                    .isLessThanOrEqualTo(
                            paid.payments().stream().mapToLong(Payment::paid).sum() - paid.credit());
        }
    }

    private static long back(PaidSoFar paid, Instant left) {
        try {
            return RefundPlan.of(RefundMode.prorated, null, paid, PlansOfAPeriod.PERIOD, left)
                    .amount();
        } catch (HttpProblem nothing) {
            return 0;
        }
    }

    @Test
    void leavesUsageAndFormerPeriodsOutUnlessAnAmountIsAskedFor() {
        Payment renewal = payment("renewal", 4000, 2900, 0);
        Payment former = payment("former", 2900, 0, 0);
        assertThat(plan(RefundMode.prorated, null, renewal, former)).isEqualTo(List.of(1933L));
        assertThat(plan(RefundMode.full, null, renewal, former)).isEqualTo(List.of(4000L));
        assertThat(plan(RefundMode.amount, 5000L, renewal, former)).isEqualTo(List.of(4000L, 1000L));
    }

    @Test
    void afterTheEndNoMoreDaysAreUsed() {
        Period ended = new Period(BEGIN, PERIOD.end(), BEGIN.plus(Duration.ofDays(3)));
        assertThat(amounts(RefundPlan.of(RefundMode.prorated, null, paid(payment("first", 3000, 3000, 0)), ended, NOW)))
                .isEqualTo(List.of(2700L));
    }

    @Test
    void refusesWhatIsNotThereOrCannotBeMoved() {
        assertThatThrownBy(() -> plan(RefundMode.full, null)).hasMessageContaining("Nothing was paid for the current");
        assertThatThrownBy(() -> plan(RefundMode.amount, 2901L, payment("first", 2900, 2900, 0)))
                .hasMessageContaining("29.00 USD can be");
        assertThatThrownBy(
                        () -> plan(RefundMode.full, null, new Payment("ch", "in", "usd", 2900, 2900, 0, Contest.lost)))
                .hasMessageContaining("0.00 USD can be: that is not enough. A payment is disputed.");
        assertThatThrownBy(() ->
                        plan(RefundMode.amount, 1005L, new Payment("ch", "in", "kwd", 10_000, 10_000, 0, Contest.none)))
                .hasMessageContaining("multiple of 10 in KWD");
        PaidSoFar fils = new PaidSoFar(
                List.of(new Payment("ch", "in", "kwd", 10_000, 10_000, 0, Contest.none)), 9_993, List.of(), 0);
        assertThatThrownBy(() -> RefundPlan.of(RefundMode.full, null, fils, PERIOD, NOW))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("that is not enough");
    }

    @Test
    void nothingIsPaidBackInFullBesideAnOpenDispute() {
        Payment disputed = new Payment("ch_2", "in", "usd", 2900, 2900, 0, Contest.open);
        Payment other = payment("first", 1000, 1000, 0);
        assertThatThrownBy(() -> plan(RefundMode.full, null, other, disputed))
                .hasMessageContaining("The payment ch_2 of 29.00 USD is disputed");
        assertThat(plan(RefundMode.amount, 1000L, other, disputed)).containsExactly(1000L);
        Payment lost = new Payment("ch_3", "in", "usd", 2900, 2900, 0, Contest.lost);
        assertThat(plan(RefundMode.full, null, other, lost)).containsExactly(1000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"open", "lost"})
    void theOthersDoNotPayTheShareOfADisputedPayment(Contest contest) {
        Instant half = BEGIN.plus(Duration.ofDays(15));
        Payment disputed = new Payment("ch_2", "in", "usd", 2900, 2900, 0, contest);
        PaidSoFar paid = paid(payment("first", 1000, 1000, 0), disputed);
        assertThat(amounts(RefundPlan.of(RefundMode.prorated, null, paid, PERIOD, half)))
                .containsExactly(500L);
        assertThatThrownBy(() -> RefundPlan.of(RefundMode.prorated, null, paid(disputed), PERIOD, half))
                .hasMessageContaining(
                        "0.00 USD can be: nothing of that is for days that remain. A payment is disputed.");
    }

    @Test
    void ofSeveralDisputesOfAPaymentOneThatIsOpenCounts() {
        assertThat(Contest.of(List.of(dispute("lost"), dispute("under_review"))))
                .isEqualTo(Contest.open);
        assertThat(Contest.of(List.of(dispute("won"), dispute("lost")))).isEqualTo(Contest.lost);
        assertThat(Contest.of(List.of(dispute("won")))).isEqualTo(Contest.none);
    }

    private static Dispute dispute(String status) {
        Dispute dispute = new Dispute();
        dispute.setStatus(status);
        return dispute;
    }

    private static List<Long> plan(RefundMode mode, Long amount, Payment... payments) {
        return amounts(RefundPlan.of(mode, amount, paid(payments), PERIOD, NOW));
    }

    private static PaidSoFar paid(Payment... payments) {
        PaidTimes times = new PaidTimes();
        for (Payment payment : payments) {
            times.addInvoice(List.of(new PeriodRest(BEGIN, payment.forPeriod())), List.of(payment));
        }
        return new PaidSoFar(List.of(payments), 0, times.all(), 0);
    }

    private static List<Long> amounts(RefundPlan plan) {
        return plan.parts().stream().map(RefundPlan.Part::amount).toList();
    }

    private static Payment payment(String charge, long paid, long forPeriod, long refunded) {
        return new Payment(charge, "in_1", "usd", paid, forPeriod, refunded, Contest.none);
    }
}
