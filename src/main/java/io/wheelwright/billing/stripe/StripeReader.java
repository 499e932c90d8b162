package io.wheelwright.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoicePayment;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeError;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.SubscriptionListParams;
import io.wheelwright.billing.stripe.SubscriptionFacts.TestClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads subscriptions from Stripe. */
@ApplicationScoped
class StripeReader {

    private static final String PAST_DUE = "past_due";
    private static final Set<String> OWES = Set.of(PAST_DUE, "unpaid");
    private static final String ASKED = "authentication_required";
    private static final long MOST = 100;

    private final StripeClient stripe;
    private final Clock clock;

    StripeReader(StripeConnection connection, Clock clock) {
        this.stripe = connection.client();
        this.clock = clock;
    }

    /**
     * Reads a subscription; beside one that is over, the customer's others, one of which may have taken its place. Empty
     * where Stripe does not have it.
     *
     * @throws StripeAway if Stripe does not answer that
     */
    List<SubscriptionFacts> read(String subscriptionId) {
        try {
            Optional<Subscription> found = retrieve(subscriptionId);
            if (found.isEmpty()) {
                return List.of();
            }
            SubscriptionFacts first = facts(found.get());
            return first.isOver() ? withOthers(first) : List.of(first);
        } catch (StripeException e) {
            throw new StripeAway(e);
        }
    }

    /**
     * A page of all subscriptions, the latest first.
     *
     * @param subscriptions without what is owed and without invoices, which a list does not say
     * @param next after which one the next page begins; null for none
     */
    record SubscriptionPage(List<SubscriptionFacts> subscriptions, String next) {}

    /**
     * Lists a page of all subscriptions, also of those that are over.
     *
     * @param after the last one of the page before; null for the first page
     * @throws StripeAway if Stripe does not answer that
     */
    SubscriptionPage list(String after) {
        try {
            var page = stripe.v1()
                    .subscriptions()
                    .list(SubscriptionListParams.builder()
                            .setStatus(SubscriptionListParams.Status.ALL)
                            .setLimit(MOST)
                            .setStartingAfter(after)
                            .build());
            List<Subscription> all = page.getData();
            boolean more = Boolean.TRUE.equals(page.getHasMore()) && !all.isEmpty();
            return new SubscriptionPage(
                    all.stream().map(one -> facts(one, null, null, null)).toList(),
                    more ? all.get(all.size() - 1).getId() : null);
        } catch (StripeException e) {
            throw new StripeAway(e);
        }
    }

    private Optional<Subscription> retrieve(String subscriptionId) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1().subscriptions().retrieve(subscriptionId));
    }

    private List<SubscriptionFacts> withOthers(SubscriptionFacts first) throws StripeException {
        List<SubscriptionFacts> all = new ArrayList<>(List.of(first));
        for (Subscription other : livingOf(first.customer())) {
            if (!other.getId().equals(first.id())) {
                all.add(facts(other));
            }
        }
        return all;
    }

    /** A customer that was deleted has none. */
    private List<Subscription> livingOf(String customer) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1()
                        .subscriptions()
                        .list(SubscriptionListParams.builder()
                                .setCustomer(customer)
                                .setLimit(MOST)
                                .build()))
                .map(StripeCollection::getData)
                .orElse(List.of());
    }

    private SubscriptionFacts facts(Subscription subscription) throws StripeException {
        TestClock testClock = testClock(subscription);
        if (!OWES.contains(subscription.getStatus())) {
            return facts(subscription, null, null, testClock);
        }
        List<InvoiceFacts> invoices = invoices(subscription);
        Optional<InvoiceFacts> open = InvoiceFacts.open(invoices);
        boolean mayAsk = open.isPresent() && PAST_DUE.equals(subscription.getStatus());
        String toConfirm = mayAsk && asks(open.get().id()) ? open.get().id() : null;
        return facts(subscription, InvoiceFacts.unpaidSince(invoices).orElse(null), toConfirm, testClock);
    }

    /** Null for none; live mode has none to be asked for. */
    private TestClock testClock(Subscription subscription) throws StripeException {
        String id = subscription.getTestClock();
        if (id == null || Boolean.TRUE.equals(subscription.getLivemode())) {
            return id == null ? null : new TestClock(id, null, null);
        }
        Long frozen = stripe.v1().testHelpers().testClocks().retrieve(id).getFrozenTime();
        return new TestClock(id, at(frozen), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private static SubscriptionFacts facts(
            Subscription subscription, Instant unpaidSince, String toConfirm, TestClock testClock) {
        List<SubscriptionItem> items = subscription.getItems() == null
                ? List.of()
                : subscription.getItems().getData();
        boolean whole = subscription.getItems() != null
                && !Boolean.TRUE.equals(subscription.getItems().getHasMore());
        Instant periodEnd = items.stream()
                .map(SubscriptionItem::getCurrentPeriodEnd)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .map(Instant::ofEpochSecond)
                .orElse(null);
        Map<String, String> metadata = subscription.getMetadata() == null ? Map.of() : subscription.getMetadata();
        Instant endedAt =
                at(subscription.getEndedAt() == null ? subscription.getCanceledAt() : subscription.getEndedAt());
        return new SubscriptionFacts(
                subscription.getId(),
                subscription.getCustomer(),
                subscription.getStatus(),
                Boolean.TRUE.equals(subscription.getLivemode()),
                metadata.get(SubscriptionFacts.ORGANIZATION),
                metadata.get(SubscriptionFacts.ORGANIZATION_UID),
                at(subscription.getCreated()),
                at(subscription.getTrialEnd()),
                periodEnd,
                endsAt(subscription, periodEnd),
                "canceled".equals(subscription.getStatus()) ? endedAt : null,
                whole ? prices(items) : null,
                unpaidSince,
                subscription.getPauseCollection() != null,
                toConfirm,
                testClock);
    }

    /** The portal schedules the end in one of two ways, by the billing mode of the subscription. */
    private static Instant endsAt(Subscription subscription, Instant periodEnd) {
        if (subscription.getCancelAt() != null) {
            return at(subscription.getCancelAt());
        }
        return Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd()) ? periodEnd : null;
    }

    private static List<String> prices(List<SubscriptionItem> items) {
        Stream<String> prices = items.stream()
                .map(item -> item.getPrice() == null ? null : item.getPrice().getId());
        List<String> known = prices.filter(Objects::nonNull).toList();
        return known.size() == items.size() ? known : null;
    }

    private List<InvoiceFacts> invoices(Subscription subscription) throws StripeException {
        return stripe
                .v1()
                .invoices()
                .list(InvoiceListParams.builder()
                        .setSubscription(subscription.getId())
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .map(StripeReader::facts)
                .toList();
    }

    /** Whether a payment of an invoice waits for the customer, whom the bank asks for an authentication. */
    private boolean asks(String invoice) throws StripeException {
        return stripe
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder()
                        .setInvoice(invoice)
                        .setStatus(InvoicePaymentListParams.Status.OPEN)
                        .addExpand("data.payment.payment_intent")
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .map(InvoicePayment::getPayment)
                .map(InvoicePayment.Payment::getPaymentIntentObject)
                .anyMatch(intent -> intent != null && asks(intent));
    }

    /** A bank asks at once, or declines because nobody was there to be asked. */
    static boolean asks(PaymentIntent intent) {
        StripeError error = intent.getLastPaymentError();
        return switch (intent.getStatus()) {
            case "requires_action" -> true;
            case "requires_payment_method" ->
                error != null && (ASKED.equals(error.getCode()) || ASKED.equals(error.getDeclineCode()));
            default -> false;
        };
    }

    private static InvoiceFacts facts(Invoice invoice) {
        return new InvoiceFacts(
                invoice.getId(),
                Objects.requireNonNullElse(invoice.getStatus(), "draft"),
                at(invoice.getCreated()),
                invoice.getStatusTransitions() == null
                        ? null
                        : at(invoice.getStatusTransitions().getFinalizedAt()),
                at(invoice.getDueDate()));
    }

    private static Instant at(Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
