package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionListParams;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Opens a checkout session, the only open one of its organization. */
@ApplicationScoped
class CheckoutKind implements CallKind<CheckoutKind.CheckoutOrder> {

    static final String NAME = "checkout";

    /** Stripe takes no trial that ends sooner. */
    static final Duration SHORTEST_TRIAL = Duration.ofHours(48);

    private static final Duration SLACK = Duration.ofHours(1);
    private static final long MOST = 100;

    private final StripeClient stripe;
    private final Customers customers;
    private final Clock clock;

    CheckoutKind(StripeConnection connection, Customers customers, Clock clock) {
        this.stripe = connection.client();
        this.customers = customers;
        this.clock = clock;
    }

    /**
     * What is bought.
     *
     * @param meterPrices at which usage is charged
     * @param customerId customer of Stripe; null for the one that the call before makes
     * @param trialEnd until when nothing is charged; null for a payment at once
     */
    record CheckoutOrder(
            String productId,
            String plan,
            String price,
            List<String> meterPrices,
            String customerId,
            String successUrl,
            String cancelUrl,
            Instant trialEnd) {

        CheckoutOrder {
            meterPrices = meterPrices == null ? List.of() : List.copyOf(meterPrices);
        }

        CheckoutOrder with(List<String> others) {
            return new CheckoutOrder(productId, plan, price, others, customerId, successUrl, cancelUrl, trialEnd);
        }

        /** Whether who asks for the other is served by this one. A trial that it keeps may be nearer to its end by now. */
        boolean serves(CheckoutOrder asked, Instant now) {
            boolean sameTrial = Objects.equals(trialEnd, asked.trialEnd)
                    || asked.trialEnd == null && trialEnd != null && trialEnd.isAfter(now);
            return sameTrial
                    && productId.equals(asked.productId)
                    && plan.equals(asked.plan)
                    && price.equals(asked.price)
                    && meterPrices.equals(asked.meterPrices)
                    && successUrl.equals(asked.successUrl)
                    && cancelUrl.equals(asked.cancelUrl);
        }
    }

    /** A session, without its URL, which whoever has it can use. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Opened(String sessionId, String customerId, Instant expiresAt, Instant trialEndsAt) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<CheckoutOrder> type() {
        return CheckoutOrder.class;
    }

    @Override
    public Optional<Object> done(CheckoutOrder order, Call call) throws StripeException {
        SessionListParams since = SessionListParams.builder()
                .setCustomer(payer(order, call))
                .setCreated(SessionListParams.Created.builder()
                        .setGte(call.firstSentAt().minus(SLACK).getEpochSecond())
                        .build())
                .setLimit(MOST)
                .build();
        return stripe.v1().checkout().sessions().list(since).getData().stream()
                .filter(session -> call.hasMade(session.getMetadata()))
                .findFirst()
                .map(session -> opened(session, order));
    }

    @Override
    public Object perform(CheckoutOrder order, Call call) throws StripeException {
        Buyers.checkStripeStillBills(call.present(customers));
        String payer = payer(order, call);
        if (order.trialEnd() != null
                && order.trialEnd().isBefore(clock.instant().plus(SHORTEST_TRIAL))) {
            throw new CallRefused(
                    "The trial ends too soon to be kept by now: ask again, and the first payment is at once.");
        }
        expireOthers(payer, call);
        if (new CheckoutSessions(stripe).hasLiving(payer, call.orgId())) {
            throw new CallRefused("The organization has a living subscription: change its plan instead.");
        }
        CheckoutOrder sold = order.with(inTheSameCurrency(order));
        Session made = call.answered(
                stripe.v1().checkout().sessions().create(CheckoutSessions.params(sold, payer, call), call.options()));
        if (!isWanted(call)) {
            new CheckoutSessions(stripe).expire(made);
            throw new CallRefused(Checkouts.ANOTHER);
        }
        return opened(made, order);
    }

    /** Of the prices of usage those that can be sold together with the plan: Stripe sells in one currency at a time. */
    private List<String> inTheSameCurrency(CheckoutOrder order) throws StripeException {
        List<String> sold = new ArrayList<>();
        String currency = order.meterPrices().isEmpty() ? null : currency(order.price());
        for (String price : order.meterPrices()) {
            if (currency(price).equals(currency)) {
                sold.add(price);
            } else {
                Log.warnf(
                        "The price %s of a meter of %s is not sold with the plan %s: it is not in %s",
                        price, order.productId(), order.plan(), currency);
            }
        }
        return sold;
    }

    private String currency(String price) throws StripeException {
        return stripe.v1().prices().retrieve(price).getCurrency();
    }

    private static String payer(CheckoutOrder order, Call call) {
        return order.customerId() == null ? call.former(PayerKind.Payer.class).customerId() : order.customerId();
    }

    private void expireOthers(String payer, Call call) throws StripeException {
        for (Session session : new CheckoutSessions(stripe).open(payer, call.orgId())) {
            if (!call.hasMade(session.getMetadata())) {
                new CheckoutSessions(stripe).expire(session);
            }
        }
    }

    /** Who asks for another checkout meanwhile expires what is there to be seen, and this one sees to the rest. */
    private static boolean isWanted(Call call) {
        return QuarkusTransaction.requiringNew().call(() -> CallEntity.<CallEntity>findByIdOptional(call.id())
                .filter(row -> row.state == CallState.waiting)
                .isPresent());
    }

    private static Opened opened(Session session, CheckoutOrder order) {
        return new Opened(
                session.getId(),
                session.getCustomer(),
                Instant.ofEpochSecond(session.getExpiresAt()),
                order.trialEnd());
    }
}
