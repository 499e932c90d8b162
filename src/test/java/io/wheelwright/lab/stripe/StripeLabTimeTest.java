package io.wheelwright.lab.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionCreateParams.TrialSettings.EndBehavior.MissingPaymentMethod;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What time makes of subscriptions. */
class StripeLabTimeTest extends OnStripeLab {

    @Test
    void periodsEndWithTheMonth() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        assertThat(periodEnd(made)).isEqualTo(Instant.parse("2026-02-28T10:00:00Z"));
        lab.advanceTo(Instant.parse("2026-02-28T10:30:00Z"));
        assertThat(periodEnd(made)).isEqualTo(Instant.parse("2026-03-31T10:00:00Z"));
        assertThat(lab.object(read(made).getLatestInvoice()).get("status").asText())
                .isEqualTo("draft");
        assertThat(read(made).getStatus()).isEqualTo("active");
        lab.advance(Duration.ofMinutes(30));
        assertThat(lab.object(read(made).getLatestInvoice()).get("status").asText())
                .isEqualTo("paid");
        lab.advanceTo(Instant.parse("2027-01-31T12:00:00Z"));
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).hasSize(13);
        assertThat(lab.ledger().chargedTwice()).isEmpty();
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE).get(2).at()).isEqualTo(Instant.parse("2026-03-31T11:00:00Z"));
        assertThat(types(0).stream().filter("invoice.upcoming"::equals)).hasSize(12);
    }

    private Instant periodEnd(Subscription subscription) throws StripeException {
        return Instant.ofEpochSecond(
                read(subscription).getItems().getData().get(0).getCurrentPeriodEnd());
    }

    @Test
    void aTrialBillsNothingThenEverything() throws StripeException {
        Subscription made = trial(customer(TestCard.VISA), 14, MissingPaymentMethod.CREATE_INVOICE);
        assertThat(made.getStatus()).isEqualTo("trialing");
        assertThat(made.getLatestInvoiceObject().getAmountDue()).isZero();
        assertThat(made.getLatestInvoiceObject().getStatus()).isEqualTo("paid");
        assertThat(types(0)).doesNotContain("customer.subscription.trial_will_end");
        lab.advance(Duration.ofDays(11));
        assertThat(types(0)).containsOnlyOnce("customer.subscription.trial_will_end");
        lab.advance(Duration.ofDays(3).plusHours(1));
        assertThat(read(made).getStatus()).isEqualTo("active");
        assertThat(lab.ledger().lines()).singleElement().satisfies(line -> {
            assertThat(line.amount()).isEqualTo(1900);
            assertThat(line.idempotencyKey()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"CANCEL, canceled", "PAUSE, paused", "CREATE_INVOICE, past_due"})
    void aTrialWithoutACardEndsAsAsked(MissingPaymentMethod behavior, String status) throws StripeException {
        Subscription made = trial(customer(null), 1, behavior);
        assertThat(types(0)).containsOnlyOnce("customer.subscription.trial_will_end");
        lab.advance(Duration.ofHours(26));
        assertThat(read(made).getStatus()).isEqualTo(status);
    }

    private Subscription trial(Customer customer, long days, MissingPaymentMethod behavior) throws StripeException {
        return stripe.v1()
                .subscriptions()
                .create(subscribing(customer, monthly(1900))
                        .setTrialPeriodDays(days)
                        .setTrialSettings(SubscriptionCreateParams.TrialSettings.builder()
                                .setEndBehavior(SubscriptionCreateParams.TrialSettings.EndBehavior.builder()
                                        .setMissingPaymentMethod(behavior)
                                        .build())
                                .build())
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"CANCEL, canceled", "UNPAID, unpaid", "PAST_DUE, past_due"})
    void dunningEndsAsTheAccountIsSet(Dunning.End end, String status) throws StripeException {
        lab.dunning(Dunning.STANDARD.then(end));
        Customer ann = customer(TestCard.VISA);
        Subscription made = subscribe(ann, monthly(1900));
        lab.useCard(ann.getId(), TestCard.INSUFFICIENT_FUNDS);
        lab.advanceTo(Instant.parse("2026-02-28T11:00:00Z"));
        assertThat(read(made).getStatus()).isEqualTo("past_due");
        var invoice = stripe.v1().invoices().retrieve(read(made).getLatestInvoice());
        assertThat(invoice.getAttemptCount()).isEqualTo(1);
        assertThat(Instant.ofEpochSecond(invoice.getNextPaymentAttempt()))
                .isEqualTo(Instant.parse("2026-03-03T11:00:00Z"));
        lab.advance(Duration.ofDays(15).minusSeconds(1));
        assertThat(read(made).getStatus()).isEqualTo("past_due");
        lab.advance(Duration.ofSeconds(1));
        assertThat(read(made).getStatus()).isEqualTo(status);
        assertThat(lab.ledger().lines(Ledger.Kind.DECLINE)).hasSize(4);
        assertThat(stripe.v1().invoices().retrieve(invoice.getId()).getNextPaymentAttempt())
                .isNull();
    }

    @Test
    void aRetryThatSucceedsMakesItActive() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Subscription made = subscribe(ann, monthly(1900));
        lab.useCard(ann.getId(), TestCard.FAILS_WHEN_CHARGED);
        lab.advanceTo(Instant.parse("2026-03-01T00:00:00Z"));
        lab.useCard(ann.getId(), TestCard.VISA);
        lab.advance(Duration.ofDays(3));
        assertThat(read(made).getStatus()).isEqualTo("active");
        assertThat(lab.ledger().kept(ann.getId())).containsEntry("usd", 3800L);
    }

    @ParameterizedTest
    @CsvSource({"false, active", "true, incomplete_expired"})
    void theFirstPaymentHas23Hours(boolean late, String status) throws StripeException {
        Customer ann = customer(TestCard.AUTHENTICATION_REQUIRED);
        Subscription made = subscribe(ann, monthly(1900));
        assertThat(made.getStatus()).isEqualTo("incomplete");
        assertThat(types(0)).contains("invoice.payment_action_required");
        lab.advance(Duration.ofHours(23).minusSeconds(late ? 0 : 1));
        if (!late) {
            lab.authenticate(made.getLatestInvoice());
        }
        lab.advance(Duration.ofDays(1));
        assertThat(read(made).getStatus()).isEqualTo(status);
    }

    @Test
    void whatIsToEndEndsUnlessItIsKept() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Subscription ends = subscribe(ann, monthly(1900));
        Subscription kept = subscribe(ann, monthly(1900));
        Subscription classic = stripe.v1()
                .subscriptions()
                .create(subscribing(ann, monthly(1900))
                        .setBillingMode(SubscriptionCreateParams.BillingMode.builder()
                                .setType(SubscriptionCreateParams.BillingMode.Type.CLASSIC)
                                .build())
                        .build());
        lab.cancelInPortal(ends.getId());
        lab.cancelInPortal(kept.getId());
        lab.cancelInPortal(classic.getId());
        assertThat(read(ends).getCancelAtPeriodEnd()).isFalse();
        assertThat(Instant.ofEpochSecond(read(ends).getCancelAt())).isEqualTo(periodEnd(ends));
        assertThat(read(classic).getCancelAtPeriodEnd()).isTrue();
        lab.keepInPortal(kept.getId());
        lab.advanceTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(read(ends).getStatus()).isEqualTo("canceled");
        assertThat(Instant.ofEpochSecond(read(ends).getEndedAt())).isEqualTo(Instant.parse("2026-02-28T10:00:00Z"));
        assertThat(read(classic).getStatus()).isEqualTo("canceled");
        assertThat(read(kept).getStatus()).isEqualTo("active");
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).hasSize(4);
    }

    /** One is paid by the month, and one for a year: all ends with the later, and the month is renewed until then. */
    @Test
    void itemsOfOtherIntervalsHavePeriodsOfTheirOwn() throws StripeException {
        Instant month = Instant.parse("2026-02-28T10:00:00Z");
        Instant year = Instant.parse("2027-01-31T10:00:00Z");
        Price yearly = price(19000, PriceCreateParams.Recurring.Interval.YEAR);
        Subscription made = stripe.v1()
                .subscriptions()
                .create(subscribing(customer(TestCard.VISA), monthly(1900))
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(yearly.getId())
                                .build())
                        .build());
        assertThat(made.getItems().getData())
                .extracting(item -> Instant.ofEpochSecond(item.getCurrentPeriodEnd()))
                .containsExactly(month, year);
        Subscription ending = stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .setCancelAtPeriodEnd(true)
                                .build());
        assertThat(Instant.ofEpochSecond(ending.getCancelAt())).isEqualTo(year);

        lab.advanceTo(year.minusSeconds(1));
        assertThat(read(made).getStatus()).isEqualTo("active");
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE))
                .extracting(Ledger.Line::amount)
                .hasSize(12)
                .startsWith(20900L, 1900L)
                .endsWith(1900L);
        lab.advance(Duration.ofSeconds(1));
        assertThat(read(made).getStatus()).isEqualTo("canceled");
        assertThat(Instant.ofEpochSecond(read(made).getEndedAt())).isEqualTo(year);
    }

    @Test
    void anEndIsTakenBackAsItWasPlanned() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        lab.cancelInPortal(made.getId());
        var flag =
                SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(false).build();
        assertThat(stripe.v1().subscriptions().update(made.getId(), flag).getCancelAt())
                .isNotNull();
        var date =
                SubscriptionUpdateParams.builder().setCancelAt(EmptyParam.EMPTY).build();
        assertThat(stripe.v1().subscriptions().update(made.getId(), date).getCancelAt())
                .isNull();
    }

    @Test
    void aDraftOfACanceledSubscriptionTakesNoMoney() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        lab.advanceTo(Instant.parse("2026-02-28T10:30:00Z"));
        stripe.v1().subscriptions().cancel(made.getId());
        lab.advance(Duration.ofDays(60));
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).hasSize(1);
    }

    @Test
    void anUpgradeThatIsNotPaidWaits() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Price small = monthly(1900);
        Subscription made = subscribe(ann, small);
        lab.useCard(ann.getId(), TestCard.FAILS_WHEN_CHARGED);
        Price big = monthly(9900);
        Subscription waiting = upgrade(made, big, SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE);
        assertThat(waiting.getPendingUpdate().getExpiresAt())
                .isEqualTo(START.plus(Duration.ofHours(23)).getEpochSecond());
        assertThat(waiting.getStatus()).isEqualTo("active");
        assertThat(priceOf(waiting)).isEqualTo(small.getId());
        lab.advance(Duration.ofHours(23));
        assertThat(read(made).getPendingUpdate()).isNull();
        assertThat(types(0)).contains("customer.subscription.pending_update_expired", "invoice.voided");
        assertThat(priceOf(read(made))).isEqualTo(small.getId());

        Subscription again = upgrade(made, big, SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE);
        lab.useCard(ann.getId(), TestCard.VISA);
        stripe.v1().invoices().pay(again.getLatestInvoice());
        assertThat(priceOf(read(made))).isEqualTo(big.getId());
        assertThat(types(0)).contains("customer.subscription.pending_update_applied");

        lab.useCard(ann.getId(), TestCard.DECLINED);
        assertThatThrownBy(() ->
                        upgrade(made, monthly(19900), SubscriptionUpdateParams.PaymentBehavior.ERROR_IF_INCOMPLETE))
                .isInstanceOf(CardException.class);
        assertThat(priceOf(read(made))).isEqualTo(big.getId());
        assertThat(upgrade(made, monthly(19900), SubscriptionUpdateParams.PaymentBehavior.ALLOW_INCOMPLETE)
                        .getStatus())
                .isEqualTo("past_due");
    }

    private Subscription upgrade(
            Subscription subscription, Price price, SubscriptionUpdateParams.PaymentBehavior behavior)
            throws StripeException {
        return stripe.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(StripeBuyers.item(subscription)
                                        .setPrice(price.getId())
                                        .build())
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                                .setPaymentBehavior(behavior)
                                .build());
    }

    private static String priceOf(Subscription subscription) {
        return subscription.getItems().getData().get(0).getPrice().getId();
    }

    @Test
    void anotherIntervalBeginsAtOnce() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(2800));
        lab.advance(Duration.ofDays(14));
        Price yearly = price(28000, PriceCreateParams.Recurring.Interval.YEAR);
        upgrade(made, yearly, SubscriptionUpdateParams.PaymentBehavior.ALLOW_INCOMPLETE);
        assertThat(periodEnd(made)).isEqualTo(Instant.parse("2027-02-14T10:00:00Z"));
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE))
                .extracting(Ledger.Line::amount)
                .containsExactly(2800L, 26600L);
    }

    @Test
    void aDowngradeIsCreditedOnTheNextInvoice() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Subscription made = subscribe(ann, monthly(2800));
        lab.advance(Duration.ofDays(14));
        stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(StripeBuyers.item(made)
                                        .setPrice(monthly(1400).getId())
                                        .build())
                                .build());
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).hasSize(1);
        lab.advance(Duration.ofDays(15));
        assertThat(lab.ledger().kept(ann.getId())).containsEntry("usd", 2800L + 1400 - 700);
    }

    @Test
    void pausedCollectionGoesOnWithoutMoney() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                                        .setBehavior(SubscriptionUpdateParams.PauseCollection.Behavior.VOID)
                                        .build())
                                .build());
        lab.advance(Duration.ofDays(40));
        assertThat(read(made).getStatus()).isEqualTo("active");
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).hasSize(1);
    }
}
