package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionCreateParams.BillingMode;
import com.stripe.param.SubscriptionCreateParams.TrialSettings.EndBehavior.MissingPaymentMethod;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.SubscriptionUpdateParams.PauseCollection.Behavior;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.TestCard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What one customer does at Stripe, and what is done to it, as chance has it; several customers live the same life at the
 * same moments.
 */
final class StripeLife {

    private static final List<TestCard> CARDS =
            List.of(TestCard.VISA, TestCard.VISA, TestCard.FAILS_WHEN_CHARGED, TestCard.AUTHENTICATION_REQUIRED);
    private static final List<Integer> TRIALS = List.of(0, 0, 3, 7, 14);

    /** As many events may come of what is done at once, such as two invoices that are paid. */
    private static final int DEED = 19;

    /** As many may come of a day on which a subscription is renewed or its trial ends, and of its end after that. */
    private static final int RENEWAL = 13;

    /** As many of a day on which an invoice is collected that was there before, and of the end. */
    private static final int PAYMENT = 11;

    /** As many of any other day, and of the end. */
    private static final int QUIET = 3;

    private final StripeLab lab;
    private final StripeBuyers buyers;
    private final StripeClient client;
    private final List<String> prices;
    private final Random chance;
    private final List<Liver> livers;
    private final int most;

    /**
     * Begins nothing yet.
     *
     * @param most how many events it has at most; it ends before there are more
     */
    StripeLife(StripeLab lab, StripeBuyers buyers, List<String> prices, Random chance, List<String> orgIds, int most) {
        this.lab = lab;
        this.buyers = buyers;
        this.client = buyers.client();
        this.prices = prices;
        this.chance = chance;
        this.most = most;
        this.livers = orgIds.stream().map(Liver::new).toList();
    }

    /** One who lives it. */
    static final class Liver {

        final String orgId;
        final List<String> subscriptions = new ArrayList<>();

        /** In the order in which they were heard of. */
        final Set<String> invoices = new LinkedHashSet<>();

        private final List<JsonNode> untold = new ArrayList<>();

        String customer;

        /** How many events there were. */
        int heard;

        Liver(String orgId) {
            this.orgId = orgId;
        }

        /** The customer that an event is about; empty for none. */
        static String customer(JsonNode event) {
            JsonNode object = event.path("data").path("object");
            return object.path("object").asText().equals("customer")
                    ? object.path("id").asText()
                    : object.path("customer").asText();
        }

        /** Hears of those events that are about this customer. */
        private void hear(Map<String, List<JsonNode>> byCustomer) {
            List<JsonNode> own = customer == null ? List.of() : byCustomer.getOrDefault(customer, List.of());
            heard += own.size();
            untold.addAll(own);
            own.stream()
                    .map(event -> event.path("data").path("object"))
                    .filter(object -> object.path("object").asText().equals("invoice") && object.has("id"))
                    .forEach(invoice -> invoices.add(invoice.path("id").asText()));
        }

        /** What was heard since the last time. */
        List<JsonNode> news() {
            List<JsonNode> news = List.copyOf(untold);
            untold.clear();
            return news;
        }

        private String latest() {
            return subscriptions.get(subscriptions.size() - 1);
        }
    }

    private interface Deed {
        void by(Liver liver) throws StripeException;
    }

    List<Liver> livers() {
        return livers;
    }

    boolean hasBegun() {
        return livers.get(0).customer != null;
    }

    /** Hears of what has come about, by the ids of customers. */
    void hear(Map<String, List<JsonNode>> events) {
        livers.forEach(liver -> liver.hear(events));
    }

    /** Ends it now if there may be too many events by then, which is in a day at most. */
    void endBefore(Instant then) {
        Liver first = livers.get(0);
        int ahead = first.subscriptions.stream()
                .map(lab::object)
                .mapToInt(subscription -> ahead(subscription, then.getEpochSecond()))
                .sum();
        if (first.heard + ahead > most) {
            endAll();
        }
    }

    private int ahead(JsonNode subscription, long then) {
        if (isOver(subscription)) {
            return 0;
        }
        boolean paused = subscription.path("status").asText().equals("paused");
        if (!paused && subscription.at("/items/data/0/current_period_end").asLong() <= then) {
            return RENEWAL;
        }
        JsonNode invoice = lab.object(subscription.path("latest_invoice").asText());
        JsonNode next = invoice.path("next_payment_attempt");
        boolean isDue = invoice.path("status").asText().equals("draft")
                ? invoice.path("auto_advance").asBoolean()
                : next.isNumber() && next.asLong() <= then;
        return isDue ? PAYMENT : QUIET;
    }

    private static boolean isOver(JsonNode subscription) {
        return Set.of("canceled", "incomplete_expired")
                .contains(subscription.path("status").asText());
    }

    /** Begins by a subscription that is paid at once. */
    void signUp() {
        all(liver -> {
            liver.customer = buyers.payer();
            liver.subscriptions.add(
                    buyers.subscribe(liver.customer, liver.orgId, prices.get(0)).getId());
        });
    }

    /** Goes on by something that can happen to a subscription that stands as it does. */
    void goOn() {
        if (!hasBegun()) {
            buy();
            return;
        }
        Liver first = livers.get(0);
        JsonNode now = lab.object(first.latest());
        String status = now.path("status").asText();
        boolean planned = now.path("cancel_at").isNumber();
        if (first.heard + DEED > most) {
            endAll();
            return;
        }
        switch (status) {
            case "trialing" -> trialing(now, planned);
            case "active" -> active(planned);
            case "past_due", "unpaid" -> owing();
            case "paused" -> paused();
            case "incomplete" -> incomplete();
            default -> over();
        }
    }

    private void buy() {
        boolean withCard = chance.nextInt(5) > 0;
        TestCard card = CARDS.get(chance.nextInt(CARDS.size()));
        all(liver -> {
            liver.customer = buyers.customer();
            if (withCard) {
                lab.useCard(liver.customer, card);
            }
        });
        subscribe(TRIALS.get(chance.nextInt(TRIALS.size())));
    }

    private void subscribe(int trialDays) {
        String price = anyPrice();
        boolean classic = chance.nextInt(4) == 0;
        MissingPaymentMethod unpaid =
                MissingPaymentMethod.values()[chance.nextInt(MissingPaymentMethod.values().length)];
        all(liver -> {
            var wanted = StripeBuyers.order(liver.customer, liver.orgId, price)
                    .setBillingMode(BillingMode.builder()
                            .setType(classic ? BillingMode.Type.CLASSIC : BillingMode.Type.FLEXIBLE)
                            .build());
            if (trialDays > 0) {
                wanted.setTrialPeriodDays((long) trialDays)
                        .setTrialSettings(SubscriptionCreateParams.TrialSettings.builder()
                                .setEndBehavior(SubscriptionCreateParams.TrialSettings.EndBehavior.builder()
                                        .setMissingPaymentMethod(unpaid)
                                        .build())
                                .build());
            }
            liver.subscriptions.add(buyers.subscribe(wanted).getId());
        });
    }

    private void trialing(JsonNode now, boolean planned) {
        long longer = now.path("trial_end").asLong() + Duration.ofDays(3).toSeconds();
        switch (chance.nextInt(7)) {
            case 0 -> card();
            case 1 -> update(SubscriptionUpdateParams.builder().setTrialEnd(longer));
            case 2 -> update(SubscriptionUpdateParams.builder().setTrialEnd(SubscriptionUpdateParams.TrialEnd.NOW));
            case 3, 4 -> planOrKeep(planned);
            case 5 -> change();
            default -> note();
        }
    }

    private void active(boolean planned) {
        switch (chance.nextInt(12)) {
            case 0, 1, 2 -> all(liver -> lab.useCard(liver.customer, TestCard.FAILS_WHEN_CHARGED));
            case 3, 4 -> planOrKeep(planned);
            case 5, 6 -> change();
            case 7 -> pause();
            case 8 -> all(liver -> client.v1().subscriptions().cancel(liver.latest()));
            case 9 -> card();
            case 10 -> subscribe(0);
            default -> note();
        }
    }

    private void owing() {
        switch (chance.nextInt(6)) {
            case 0, 1, 2 -> payAll();
            case 3 -> eachOpen(invoice -> client.v1().invoices().markUncollectible(invoice.getId()));
            case 4 -> eachOpen(invoice -> client.v1().invoices().voidInvoice(invoice.getId()));
            default -> note();
        }
    }

    private void paused() {
        all(liver -> lab.useCard(liver.customer, TestCard.VISA));
        all(liver -> client.v1().subscriptions().resume(liver.latest()));
    }

    private void incomplete() {
        if (chance.nextInt(3) > 0) {
            payAll();
        }
    }

    private void over() {
        if (chance.nextInt(2) > 0) {
            all(liver -> lab.useCard(liver.customer, TestCard.VISA));
            subscribe(0);
        }
    }

    private void endAll() {
        for (int i = 0; i < livers.get(0).subscriptions.size(); i++) {
            int which = i;
            if (!isOver(lab.object(livers.get(0).subscriptions.get(i)))) {
                all(liver -> client.v1().subscriptions().cancel(liver.subscriptions.get(which)));
            }
        }
    }

    private void planOrKeep(boolean planned) {
        all(liver -> {
            if (planned) {
                lab.keepInPortal(liver.latest());
            } else {
                lab.cancelInPortal(liver.latest());
            }
        });
    }

    private void card() {
        TestCard card = CARDS.get(chance.nextInt(CARDS.size()));
        all(liver -> lab.useCard(liver.customer, card));
    }

    private void note() {
        String text = Integer.toString(chance.nextInt(1000));
        all(liver -> client.v1()
                .customers()
                .update(
                        liver.customer,
                        CustomerUpdateParams.builder().putMetadata("note", text).build()));
    }

    private void pause() {
        Behavior behavior = chance.nextBoolean() ? Behavior.VOID : Behavior.MARK_UNCOLLECTIBLE;
        update(SubscriptionUpdateParams.builder()
                .setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                        .setBehavior(behavior)
                        .setResumesAt(lab.now().plus(Duration.ofDays(9)).getEpochSecond())
                        .build()));
    }

    private void change() {
        String price = anyPrice();
        all(liver -> client.v1()
                .subscriptions()
                .update(
                        liver.latest(),
                        SubscriptionUpdateParams.builder()
                                .addItem(SubscriptionUpdateParams.Item.builder()
                                        .setId(lab.object(liver.latest())
                                                .at("/items/data/0/id")
                                                .asText())
                                        .setPrice(price)
                                        .build())
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE)
                                .build()));
    }

    private void update(SubscriptionUpdateParams.Builder wanted) {
        all(liver -> client.v1().subscriptions().update(liver.latest(), wanted.build()));
    }

    private void payAll() {
        all(liver -> lab.useCard(liver.customer, TestCard.VISA));
        eachOpen(invoice -> client.v1().invoices().pay(invoice.getId()));
    }

    private interface InvoiceDeed {
        void on(Invoice invoice) throws StripeException;
    }

    private void eachOpen(InvoiceDeed deed) {
        all(liver -> {
            var open = client.v1()
                    .invoices()
                    .list(InvoiceListParams.builder()
                            .setSubscription(liver.latest())
                            .setStatus(InvoiceListParams.Status.OPEN)
                            .build());
            for (Invoice invoice : open.getData()) {
                deed.on(invoice);
            }
        });
    }

    private String anyPrice() {
        return prices.get(chance.nextInt(prices.size()));
    }

    /** What Stripe refuses, it refuses all of them. */
    private void all(Deed deed) {
        int refused = 0;
        for (Liver liver : livers) {
            try {
                deed.by(liver);
            } catch (StripeException | IllegalArgumentException refusal) {
                refused++;
            }
        }
        if (refused > 0 && refused < livers.size()) {
            throw new IllegalStateException("lives that are to be one have parted: " + livers.get(0).customer);
        }
    }
}
