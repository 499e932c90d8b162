package io.wheelwright.lab.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.Price;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.billing.Meter;
import com.stripe.param.CustomerBalanceTransactionCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.InvoiceCreatePreviewParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceUpdateParams;
import com.stripe.param.ProductListParams;
import com.stripe.param.ProductUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointUpdateParams;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventAdjustmentCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stripe's own client gets along with the lab's Stripe, request kind by request kind. */
class StripeLabConformanceTest extends OnStripeLab {

    @Test
    void customersAndTheirCards() throws StripeException {
        Customer ann = customer(null);
        assertThat(ann.getMetadata()).containsEntry("org", "acme");
        assertThat(ann.getLastResponse().requestId()).startsWith("req_");

        var card = stripe.v1()
                .paymentMethods()
                .attach(
                        "pm_card_visa",
                        PaymentMethodAttachParams.builder()
                                .setCustomer(ann.getId())
                                .build());
        Customer updated = stripe.v1()
                .customers()
                .update(
                        ann.getId(),
                        CustomerUpdateParams.builder()
                                .setName("Ann B.")
                                .putMetadata("org", "")
                                .setInvoiceSettings(CustomerUpdateParams.InvoiceSettings.builder()
                                        .setDefaultPaymentMethod(card.getId())
                                        .build())
                                .build());
        assertThat(updated.getName()).isEqualTo("Ann B.");
        assertThat(updated.getMetadata()).isEmpty();
        assertThat(updated.getInvoiceSettings().getDefaultPaymentMethod()).isEqualTo(card.getId());
        assertThat(stripe.v1().customers().paymentMethods().list(ann.getId()).getData())
                .hasSize(1);
        assertThat(stripe.v1().paymentMethods().retrieve(card.getId()).getCard().getLast4())
                .isEqualTo("4242");
        assertThatThrownBy(() -> stripe.v1()
                        .paymentMethods()
                        .attach(
                                TestCard.INSUFFICIENT_FUNDS.token(),
                                PaymentMethodAttachParams.builder()
                                        .setCustomer(ann.getId())
                                        .build()))
                .isInstanceOfSatisfying(
                        CardException.class, e -> assertThat(e.getDeclineCode()).isEqualTo("insufficient_funds"));

        var balance = stripe.v1()
                .customers()
                .balanceTransactions()
                .create(
                        ann.getId(),
                        CustomerBalanceTransactionCreateParams.builder()
                                .setAmount(-500L)
                                .setCurrency("usd")
                                .build());
        assertThat(balance.getEndingBalance()).isEqualTo(-500);
        assertThat(stripe.v1().customers().retrieve(ann.getId()).getBalance()).isEqualTo(-500);

        stripe.v1().paymentMethods().detach(card.getId());
        assertThat(stripe.v1().customers().delete(ann.getId()).getDeleted()).isTrue();
        assertThat(stripe.v1().customers().retrieve(ann.getId()).getDeleted()).isTrue();
        assertThat(stripe.v1().customers().list().getData()).isEmpty();
    }

    @Test
    void testClocks() throws StripeException {
        StripeBuyers buyers = new StripeBuyers(lab);
        String clock = lab.testClock();
        String price = monthly(1900).getId();
        assertThat(buyers.subscribe(buyers.payer(clock), null, price).getTestClock())
                .isEqualTo(clock);
        assertThat(buyers.subscribe(buyers.payer(), null, price).getTestClock()).isNull();
        var made = stripe.v1().testHelpers().testClocks().retrieve(clock);

        lab.advance(Duration.ofDays(3));

        var advanced = stripe.v1().testHelpers().testClocks().retrieve(clock);
        assertThat(advanced.getFrozenTime())
                .isGreaterThanOrEqualTo(
                        made.getFrozenTime() + Duration.ofDays(3).toSeconds());
        assertThat(advanced.getStatus()).isEqualTo("ready");
        assertThat(advanced.getLivemode()).isFalse();
        assertThat(lab.events())
                .anyMatch(event -> event.path("type").asText().equals("test_helpers.test_clock.ready")
                        && event.at("/data/object/id").asText().equals(clock));
    }

    @Test
    void listsComeInPages() throws StripeException {
        for (int i = 0; i < 5; i++) {
            customer(null);
        }
        var first = stripe.v1()
                .customers()
                .list(CustomerListParams.builder().setLimit(2L).build());
        assertThat(first.getHasMore()).isTrue();
        int count = 0;
        for (Customer ignored : first.autoPagingIterable()) {
            count++;
        }
        assertThat(count).isEqualTo(5);
        String oldest = lab.events().get(0).at("/data/object/id").asText();
        var before = stripe.v1()
                .customers()
                .list(CustomerListParams.builder()
                        .setLimit(2L)
                        .setEndingBefore(oldest)
                        .build());
        assertThat(before.getData()).hasSize(2);
        assertThat(before.getHasMore()).isTrue();
        assertThatThrownBy(() -> stripe.v1()
                        .customers()
                        .list(CustomerListParams.builder()
                                .setStartingAfter(oldest)
                                .setEndingBefore(oldest)
                                .build()))
                .hasMessageContaining("Received both starting_after and ending_before");
    }

    @Test
    void productsAndPrices() throws StripeException {
        Price price = monthly(1900);
        stripe.v1()
                .products()
                .update(
                        price.getProduct(),
                        ProductUpdateParams.builder()
                                .putMetadata("plan", "starter")
                                .build());
        assertThat(stripe.v1()
                        .products()
                        .list(ProductListParams.builder().setActive(true).build())
                        .getData())
                .singleElement()
                .satisfies(product -> assertThat(product.getMetadata()).containsEntry("plan", "starter"));
        stripe.v1()
                .prices()
                .update(
                        price.getId(),
                        PriceUpdateParams.builder()
                                .setLookupKey("starter")
                                .setActive(false)
                                .build());
        var found = stripe.v1()
                .prices()
                .list(PriceListParams.builder()
                        .addLookupKey("starter")
                        .addExpand("data.product")
                        .build());
        assertThat(found.getData()).singleElement().satisfies(one -> {
            assertThat(one.getUnitAmount()).isEqualTo(1900);
            assertThat(one.getRecurring().getInterval()).isEqualTo("month");
            assertThat(one.getProductObject().getName()).isEqualTo("Plan");
        });
        assertThat(stripe.v1().prices().retrieve(price.getId()).getActive()).isFalse();
        assertThat(stripe.v1().products().retrieve(price.getProduct()).getName())
                .isEqualTo("Plan");
    }

    @Test
    void aSubscriptionIsMadeReadChangedAndEnded() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Subscription made = subscribe(ann, monthly(1900));
        assertThat(made.getStatus()).isEqualTo("active");
        assertThat(made.getBillingMode().getType()).isEqualTo("flexible");
        Invoice invoice = made.getLatestInvoiceObject();
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getAmountPaid()).isEqualTo(1900);
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(made.getId());
        assertThat(invoice.getPayments().getData()).singleElement().satisfies(payment -> assertThat(
                        payment.getPayment().getPaymentIntent())
                .startsWith("pi_"));

        Price dearer = monthly(3900);
        var item = made.getItems().getData().get(0);
        lab.advance(Duration.ofDays(14));
        var asked = InvoiceCreatePreviewParams.builder()
                .setSubscription(made.getId())
                .setSubscriptionDetails(InvoiceCreatePreviewParams.SubscriptionDetails.builder()
                        .setProrationBehavior(
                                InvoiceCreatePreviewParams.SubscriptionDetails.ProrationBehavior.ALWAYS_INVOICE)
                        .setProrationDate(lab.now().getEpochSecond())
                        .addItem(InvoiceCreatePreviewParams.SubscriptionDetails.Item.builder()
                                .setId(item.getId())
                                .setPrice(dearer.getId())
                                .build())
                        .build())
                .build();
        Invoice preview = stripe.v1().invoices().createPreview(asked);
        assertThat(preview.getAmountDue()).isEqualTo(1000);

        Subscription changed = stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(SubscriptionUpdateParams.Item.builder()
                                        .setId(item.getId())
                                        .setPrice(dearer.getId())
                                        .build())
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                                .setProrationDate(lab.now().getEpochSecond())
                                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE)
                                .addExpand("latest_invoice")
                                .build());
        assertThat(changed.getLatestInvoiceObject().getAmountPaid()).isEqualTo(1000);
        assertThat(changed.getItems().getData()).singleElement().satisfies(one -> {
            assertThat(one.getPrice().getId()).isEqualTo(dearer.getId());
            assertThat(one.getCurrentPeriodEnd()).isEqualTo(item.getCurrentPeriodEnd());
        });

        Subscription ending = stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .setCancelAtPeriodEnd(true)
                                .build());
        assertThat(ending.getCancelAt()).isEqualTo(item.getCurrentPeriodEnd());
        Subscription kept = stripe.v1()
                .subscriptions()
                .update(
                        made.getId(),
                        SubscriptionUpdateParams.builder()
                                .setCancelAtPeriodEnd(false)
                                .build());
        assertThat(kept.getCancelAt()).isNull();
        assertThat(stripe.v1()
                        .subscriptions()
                        .list(SubscriptionListParams.builder()
                                .setCustomer(ann.getId())
                                .setStatus(SubscriptionListParams.Status.ACTIVE)
                                .build())
                        .getData())
                .hasSize(1);

        Subscription over = stripe.v1()
                .subscriptions()
                .cancel(
                        made.getId(),
                        SubscriptionCancelParams.builder()
                                .setInvoiceNow(true)
                                .setProrate(true)
                                .build());
        assertThat(over.getStatus()).isEqualTo("canceled");
        assertThat(over.getCancellationDetails().getReason()).isEqualTo("cancellation_requested");
        assertThat(stripe.v1().customers().retrieve(ann.getId()).getBalance()).isEqualTo(-1950);
        assertThat(stripe.v1().subscriptions().list().getData()).isEmpty();
        assertThat(stripe.v1()
                        .subscriptions()
                        .list(SubscriptionListParams.builder()
                                .setStatus(SubscriptionListParams.Status.ALL)
                                .build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void invoicesArePaidVoidedAndGivenUp() throws StripeException {
        Customer ann = customer(TestCard.FAILS_WHEN_CHARGED);
        Subscription made = subscribe(ann, monthly(1900));
        assertThat(made.getStatus()).isEqualTo("incomplete");
        String invoice = made.getLatestInvoiceObject().getId();
        assertThatThrownBy(() -> stripe.v1().invoices().pay(invoice)).isInstanceOf(CardException.class);
        lab.useCard(ann.getId(), TestCard.VISA);
        assertThat(stripe.v1().invoices().pay(invoice).getStatus()).isEqualTo("paid");
        assertThat(read(made).getStatus()).isEqualTo("active");
        assertThat(stripe.v1()
                        .invoicePayments()
                        .list(InvoicePaymentListParams.builder()
                                .setInvoice(invoice)
                                .build())
                        .getData())
                .singleElement()
                .satisfies(payment -> assertThat(payment.getStatus()).isEqualTo("paid"));
        assertThatThrownBy(() -> stripe.v1().invoices().voidInvoice(invoice))
                .isInstanceOf(InvalidRequestException.class);

        Customer bob = customer(TestCard.FAILS_WHEN_CHARGED);
        Subscription other = subscribe(bob, monthly(900));
        stripe.v1().invoices().voidInvoice(other.getLatestInvoice());
        assertThat(stripe.v1()
                        .invoices()
                        .list(InvoiceListParams.builder()
                                .setCustomer(bob.getId())
                                .setStatus(InvoiceListParams.Status.VOID)
                                .build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void refundsSayWhatTheyGaveBack() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        String intent = made.getLatestInvoiceObject()
                .getPayments()
                .getData()
                .get(0)
                .getPayment()
                .getPaymentIntent();
        var some = RefundCreateParams.builder()
                .setPaymentIntent(intent)
                .setAmount(900L)
                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                .putMetadata("operation", "1")
                .build();
        Refund refund = stripe.v1().refunds().create(some);
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.v1().refunds().retrieve(refund.getId()).getMetadata()).containsEntry("operation", "1");
        assertThatThrownBy(() -> stripe.v1()
                        .refunds()
                        .create(RefundCreateParams.builder()
                                .setPaymentIntent(intent)
                                .setAmount(1001L)
                                .build()))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(stripe.v1()
                        .refunds()
                        .list(RefundListParams.builder()
                                .setPaymentIntent(intent)
                                .build())
                        .getData())
                .hasSize(1);
        var charge = stripe.v1().charges().retrieve(refund.getCharge());
        assertThat(charge.getAmountRefunded()).isEqualTo(900);
        assertThat(stripe.v1().paymentIntents().retrieve(intent).getLatestCharge())
                .isEqualTo(charge.getId());
        String dispute = lab.dispute(charge.getId(), "fraudulent");
        assertThat(stripe.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("needs_response");
    }

    @Test
    void metersSumUsageAndBillIt() throws StripeException {
        Customer ann = customer(TestCard.VISA);
        Meter meter = stripe.v1()
                .billing()
                .meters()
                .create(MeterCreateParams.builder()
                        .setDisplayName("Messages")
                        .setEventName("messages")
                        .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                                .build())
                        .build());
        Price overage = stripe.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Messages")
                                .build())
                        .setCurrency("usd")
                        .setBillingScheme(PriceCreateParams.BillingScheme.TIERED)
                        .setTiersMode(PriceCreateParams.TiersMode.GRADUATED)
                        .addTier(PriceCreateParams.Tier.builder()
                                .setUpTo(100L)
                                .setUnitAmount(0L)
                                .build())
                        .addTier(PriceCreateParams.Tier.builder()
                                .setUpTo(PriceCreateParams.Tier.UpTo.INF)
                                .setUnitAmount(3L)
                                .build())
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                                .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
                                .setMeter(meter.getId())
                                .build())
                        .build());
        subscribe(ann, overage);
        lab.advance(Duration.ofDays(1));
        use(ann, "a", 90);
        use(ann, "b", 30);
        use(ann, "c", 500);
        assertThatThrownBy(() -> use(ann, "a", 90)).hasMessageContaining("already exists with identifier a");
        stripe.v1()
                .billing()
                .meterEventAdjustments()
                .create(MeterEventAdjustmentCreateParams.builder()
                        .setEventName("messages")
                        .setType(MeterEventAdjustmentCreateParams.Type.CANCEL)
                        .setCancel(MeterEventAdjustmentCreateParams.Cancel.builder()
                                .setIdentifier("c")
                                .build())
                        .build());
        var summary = stripe.v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(
                        meter.getId(),
                        MeterEventSummaryListParams.builder()
                                .setCustomer(ann.getId())
                                .setStartTime(START.getEpochSecond())
                                .setEndTime(lab.now().getEpochSecond() + 60)
                                .build());
        assertThat(summary.getData().get(0).getAggregatedValue()).isEqualByComparingTo("120");
        assertThat(lab.ledger().usage(ann.getId()))
                .extracting(Ledger.Usage::units)
                .containsExactly(90L, 30L, 500L, -500L);
        lab.advance(Duration.ofDays(29));
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).singleElement().satisfies(line -> assertThat(line.amount())
                .isEqualTo(60));
        assertThat(stripe.v1().billing().meters().list().getData()).hasSize(1);
    }

    private void use(Customer customer, String identifier, int value) throws StripeException {
        stripe.v1()
                .billing()
                .meterEvents()
                .create(MeterEventCreateParams.builder()
                        .setEventName("messages")
                        .setIdentifier(identifier)
                        .setTimestamp(lab.now().getEpochSecond())
                        .putPayload("stripe_customer_id", customer.getId())
                        .putPayload("value", Integer.toString(value))
                        .build());
    }

    @Test
    void eventsAreListedByTypeAndTime() throws StripeException {
        subscribe(customer(TestCard.VISA), monthly(1900));
        lab.advance(Duration.ofDays(1));
        long later = lab.now().getEpochSecond();
        customer(null);
        var recent = stripe.v1()
                .events()
                .list(EventListParams.builder()
                        .setCreated(
                                EventListParams.Created.builder().setGte(later).build())
                        .build());
        assertThat(recent.getData()).extracting(Event::getType).containsExactly("customer.created");
        var typed = stripe.v1()
                .events()
                .list(EventListParams.builder()
                        .addAllType(List.of("invoice.paid", "customer.subscription.created"))
                        .setLimit(1L)
                        .build());
        assertThat(typed.getHasMore()).isTrue();
        assertThat(typed.getData()).extracting(Event::getType).containsExactly("invoice.paid");
        Event event = stripe.v1().events().retrieve(typed.getData().get(0).getId());
        assertThat(event.getDataObjectDeserializer().getObject()).get().isInstanceOf(Invoice.class);
        lab.advance(Duration.ofDays(31));
        assertThatThrownBy(() -> stripe.v1().events().retrieve(event.getId())).hasMessageContaining("No such event");
    }

    @Test
    void endpointsTellTheirSecretOnce() throws StripeException {
        WebhookEndpoint made = stripe.v1()
                .webhookEndpoints()
                .create(WebhookEndpointCreateParams.builder()
                        .setUrl("http://127.0.0.1:9/billing/webhook")
                        .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.INVOICE__PAID)
                        .setApiVersion(WebhookEndpointCreateParams.ApiVersion.VERSION_2026_07_29_DAHLIA)
                        .build());
        assertThat(made.getSecret()).startsWith("whsec_");
        assertThat(stripe.v1().webhookEndpoints().retrieve(made.getId()).getSecret())
                .isNull();
        stripe.v1()
                .webhookEndpoints()
                .update(
                        made.getId(),
                        WebhookEndpointUpdateParams.builder().setDisabled(true).build());
        assertThat(stripe.v1().webhookEndpoints().list().getData())
                .singleElement()
                .satisfies(one -> assertThat(one.getStatus()).isEqualTo("disabled"));
        assertThat(stripe.v1().webhookEndpoints().delete(made.getId()).getDeleted())
                .isTrue();
    }

    @Test
    void whatIsWrongIsRefusedInStripesWords() throws StripeException {
        assertThatThrownBy(() -> client("sk_live_other").v1().customers().list())
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> stripe.v1().subscriptions().retrieve("sub_none"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.getStatusCode()).isEqualTo(404);
                    assertThat(e.getCode()).isEqualTo("resource_missing");
                });
        Customer ann = customer(null);
        assertThatThrownBy(() -> stripe.v1()
                        .customers()
                        .update(
                                ann.getId(),
                                CustomerUpdateParams.builder()
                                        .putExtraParam("nonsense", "1")
                                        .build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.getCode())
                        .isEqualTo("parameter_unknown"));
    }
}
