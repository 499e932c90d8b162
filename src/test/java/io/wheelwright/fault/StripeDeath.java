package io.wheelwright.fault;

import io.wheelwright.lab.stripe.Hold;
import io.wheelwright.lab.stripe.Hold.Moment;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.lab.stripe.StripeLab;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A customer at one of whose steps the hub dies, and the moment of that. */
final class StripeDeath {

    /** When the hub dies. */
    enum When {
        /** Stripe never hears of it. */
        BEFORE,
        /** Stripe has done it, and nobody hears of that. */
        DONE,
        /** The hub has the answer, and has not committed it. */
        ANSWERED
    }

    private final StripeStep step;
    private final When when;
    private final String key = UUID.randomUUID().toString();
    private String customer;
    private String subscription;
    private String session;
    private String event;
    private String marker;
    private Hold hold;
    private int metBeforeDeath;

    StripeDeath(StripeStep step, When when) {
        this.step = step;
        this.when = when;
    }

    StripeStep step() {
        return step;
    }

    When when() {
        return when;
    }

    /** The name of its organization. */
    String org() {
        return step + "-" + when.name().toLowerCase(Locale.ROOT);
    }

    /** The Idempotency-Key of its request to the hub. */
    String key() {
        return key;
    }

    String customer() {
        return customer;
    }

    String subscription() {
        return subscription;
    }

    void subscribed(String customerId, String subscriptionId) {
        customer = customerId;
        subscription = subscriptionId;
    }

    /** The customer of Stripe that the hub has made for it. */
    void pays(String customerId) {
        customer = customerId;
    }

    /** The checkout session that waits for that customer before the step. */
    void opens(String sessionId) {
        session = sessionId;
    }

    String session() {
        return session;
    }

    /** The meter event by which Stripe was told of its usage. */
    void uses(String eventId) {
        event = eventId;
    }

    String event() {
        return event;
    }

    /** Has the step stand still at Stripe, if it is to die there; counts its requests anyway. */
    void arm(StripeLab stripe) {
        marker = marker(stripe);
        hold = stripe.faults().hold(when == When.DONE ? Moment.AFTER_EFFECT : Moment.BEFORE_EFFECT, this::isStep);
        if (when == When.ANSWERED) {
            hold.letGo();
        }
    }

    /** Whether its request has got as far as Stripe. */
    boolean isThere() {
        return hold.met() > 0;
    }

    void lose() {
        hold.lose();
        metBeforeDeath = hold.met();
    }

    /** How often the step was asked of Stripe since the hub died. */
    int askedSince() {
        return hold.met() - metBeforeDeath;
    }

    /** The row of its call, as the condition of a trigger. */
    String row() {
        return "NEW.org_id = '%s' AND NEW.kind = '%s' AND NEW.request::text LIKE '%%%s%%'"
                .formatted(org(), step.kind(), step.isSubscribers() ? marker : "");
    }

    List<Ledger.Line> lines(StripeLab stripe, Ledger.Kind kind) {
        return stripe.ledger().lines(kind).stream()
                .filter(line -> customer.equals(line.customer()))
                .toList();
    }

    private boolean isStep(Hold.Request request) {
        return request.method().equals(step.method())
                && request.path().startsWith(step.path())
                && (request.path() + request.content()).contains(marker);
    }

    /** What is in no other customer's request for that step. */
    private String marker(StripeLab stripe) {
        List<Ledger.Line> paid = customer == null ? List.of() : lines(stripe, Ledger.Kind.CHARGE);
        return switch (step) {
            case CUSTOMER, CHECKOUT -> org();
            case REFUND, LEAVE_NEWER_PART -> paid.get(1).charge();
            case LEAVE_OLDER_PART -> paid.get(0).charge();
            case END_OF_CHECKOUT, REPLACED -> session;
            case METER_EVENT -> customer;
            case CORRECTION -> event;
            default -> subscription;
        };
    }

    @Override
    public String toString() {
        return org();
    }
}
