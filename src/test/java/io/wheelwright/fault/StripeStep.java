package io.wheelwright.fault;

import java.time.Instant;
import java.util.Locale;

/** A step of what a hub does at Stripe, and the request to the hub that leads to it. */
enum StripeStep {
    CUSTOMER("customer", "POST", "/v1/customers", "/billing/checkout", Text.CHECKOUT),
    CHECKOUT("checkout", "POST", "/v1/checkout/sessions", "/billing/checkout", Text.CHECKOUT),
    UPGRADE("plan_change", "POST", Text.SUBSCRIPTION, "/subscriptions/%s/change-plan", "{'plan': 'scale'}"),
    END(Text.END, "DELETE", Text.SUBSCRIPTION, "/subscriptions/%s/cancel", "{'when': 'now'}"),
    PLANNED_END(Text.END, "POST", Text.SUBSCRIPTION, "/subscriptions/%s/cancel", "{'when': 'period_end'}"),
    KEEP(Text.END, "POST", Text.SUBSCRIPTION, "/subscriptions/%s/keep", ""),
    REFUND(
            Text.REFUND,
            "POST",
            Text.REFUNDS,
            "/subscriptions/%s/refund",
            "{'mode': 'amount', 'amount': 500, 'reason': 'duplicate'}"),
    LEAVE(Text.END, "DELETE", Text.SUBSCRIPTION, Text.DEACTIVATE, Text.LEAVE_WITH_REFUND),
    LEAVE_NEWER_PART(Text.REFUND, "POST", Text.REFUNDS, Text.DEACTIVATE, Text.LEAVE_WITH_REFUND),
    LEAVE_OLDER_PART(Text.REFUND, "POST", Text.REFUNDS, Text.DEACTIVATE, Text.LEAVE_WITH_REFUND),
    END_OF_CHECKOUT("end_of_checkout", "POST", Text.SESSION, Text.DEACTIVATE, "{'reason': 'Left.'}"),
    REPLACED("checkout", "POST", Text.SESSION, "/billing/checkout", Text.OTHER_CHECKOUT),
    METER_EVENT("meter_event", "POST", "/v1/billing/meter_events", "/usage", Text.USAGE),
    CORRECTION(
            "meter_event_cancellation",
            "POST",
            "/v1/billing/meter_event_adjustments",
            "/subscriptions/%s/meter-events/%s/cancel",
            "{'reason': 'Counted twice.'}");

    /** What each plan costs a month, in cents; a refund of more than one payment goes back in two parts. */
    static final long GROWTH = 2900;

    static final long SCALE = 9900;

    /** What a customer uses beyond the plan, in units of the meter. */
    static final long OVERAGE = 50;

    private final String kind;
    private final String method;
    private final String path;
    private final String hubPath;
    private final String body;

    StripeStep(String kind, String method, String path, String hubPath, String body) {
        this.kind = kind;
        this.method = method;
        this.path = path;
        this.hubPath = hubPath;
        this.body = body;
    }

    private static final class Text {
        static final String END = "end_of_subscription";
        static final String REFUND = "refund";
        static final String SUBSCRIPTION = "/v1/subscriptions/";
        static final String REFUNDS = "/v1/refunds";

        /** What begins so expires a session: that is the only POST to one. */
        static final String SESSION = "/v1/checkout/sessions/";

        static final String DEACTIVATE = "/organizations/%s/deactivate";
        static final String CHECKOUT = "{'org_id': '%s', 'plan': 'growth', 'product_id': 'cosmetics',"
                + " 'success_url': 'https://hub.example/paid', 'cancel_url': 'https://hub.example/plans'}";
        static final String OTHER_CHECKOUT = CHECKOUT.replace("/plans", "/prices");
        static final String LEAVE_WITH_REFUND = "{'reason': 'Left.', 'cancel_subscription': true, 'issue_refund': true,"
                + " 'refund_amount': 3000, 'refund_reason': 'requested_by_customer'}";
        static final String USAGE = "{'spoke_id': '%%s', 'batch_id': 'once', 'period_start': '%s', 'period_end': '%s',"
                        .formatted(Instant.now().minusSeconds(1), Instant.now())
                + " 'counters': {'%s': %d}}".formatted(StripeShop.METER, StripeShop.INCLUDED + OVERAGE);
    }

    /** Of the call, as its row has it; a meter event has one in a table of its own. */
    String kind() {
        return kind;
    }

    String method() {
        return method;
    }

    /** What the path of the request to Stripe begins with. */
    String path() {
        return path;
    }

    /** With the organization and what else it names. */
    String hubPath(Object... names) {
        return hubPath.formatted(names);
    }

    String body(String org) {
        return body.replace('\'', '"').formatted(org);
    }

    boolean buys() {
        return this == CUSTOMER || this == CHECKOUT;
    }

    /** Whether it is a step of somebody who is subscribed before. */
    boolean isSubscribers() {
        return !buys() && !isOfSession();
    }

    /** Whether it is the end of a checkout session that is open before. */
    boolean isOfSession() {
        return this == END_OF_CHECKOUT || this == REPLACED;
    }

    /** Whether who asks for it is answered at once, and a worker makes it. */
    boolean isLeftToAWorker() {
        return this == END_OF_CHECKOUT || this == METER_EVENT;
    }

    /** Whether it is about what was used beyond the plan. */
    boolean isOfUsage() {
        return this == METER_EVENT || this == CORRECTION;
    }

    boolean leaves() {
        return this == LEAVE || this == LEAVE_NEWER_PART || this == LEAVE_OLDER_PART;
    }

    /** How many calls the organization has asked for in the end. */
    int calls() {
        return switch (this) {
            case METER_EVENT -> 0;
            case CUSTOMER, CHECKOUT -> 2;
            case LEAVE, LEAVE_NEWER_PART, LEAVE_OLDER_PART, END_OF_CHECKOUT, REPLACED -> 3;
            default -> 1;
        };
    }

    /** What the hub answers as long as it is not done. */
    int statusMeanwhile() {
        return leaves() || isLeftToAWorker() ? 200 : 202;
    }

    /** How many payments the customer makes. */
    int charges() {
        return switch (this) {
            case END_OF_CHECKOUT, REPLACED -> 0;
            case CUSTOMER, CHECKOUT -> 1;
            case UPGRADE -> 3;
            default -> 2;
        };
    }

    /** What goes back, in cents. */
    Long[] refunds() {
        return leaves() ? new Long[] {GROWTH, 3000 - GROWTH} : this == REFUND ? new Long[] {500L} : new Long[0];
    }

    /** What the meter is told, in its units: negative where that is taken back. */
    Long[] usage() {
        return switch (this) {
            case METER_EVENT -> new Long[] {OVERAGE};
            case CORRECTION -> new Long[] {OVERAGE, -OVERAGE};
            default -> new Long[0];
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
