package io.wheelwright.billing.metering;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;

/**
 * What it means that Stripe has not simply taken a meter event.
 *
 * @param what comes of it
 * @param code Stripe's; null for none
 * @param error for people; says nothing secret
 * @param requestId Stripe's; null where it has not answered
 * @param concernsAll whether it would be the same with any other event now
 */
record MeterAnswer(What what, String code, String error, String requestId, boolean concernsAll) {

    private static final int BAD_KEY = 401;
    private static final int NO_RIGHT = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;

    /** What comes of it. */
    enum What {
        /** It was there already: an earlier try has told it, and its answer was lost. */
        again,
        /** Another try may do it. */
        later,
        /** No try will. */
        refused
    }

    /** Who may be tried after it. */
    enum Onward {
        /** Other events of the same organization. */
        same,
        /** Other organizations: what is in the way may be in the way of this one only. */
        others,
        /** Nobody now. */
        nobody
    }

    static MeterAnswer of(StripeException e) {
        return new MeterAnswer(what(e), e.getCode(), text(e), e.getRequestId(), concernsAll(status(e)));
    }

    /** The hub waits by itself. */
    static MeterAnswer waiting(String why) {
        return new MeterAnswer(What.later, null, why, null, false);
    }

    Onward onward() {
        if (what != What.later) {
            return Onward.same;
        }
        return concernsAll ? Onward.nobody : Onward.others;
    }

    /** The same where it was about a question: what Stripe does not show now, it may show another time. */
    MeterAnswer ofReading() {
        return new MeterAnswer(What.later, code, error, requestId, concernsAll);
    }

    private static boolean concernsAll(int status) {
        return status == 0 || status == BAD_KEY || status == NO_RIGHT || status == TOO_MANY || status >= FAILED;
    }

    private static What what(StripeException e) {
        int status = status(e);
        if (!(e instanceof InvalidRequestException) || status == CONFLICT || status == TOO_MANY) {
            return What.later;
        }
        if (isThere(e)) {
            return What.again;
        }
        return "timestamp_in_future".equals(e.getCode()) ? What.later : What.refused;
    }

    /** Stripe has no code for it, only words. */
    private static boolean isThere(StripeException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.contains("already exists with identifier");
    }

    private static String text(StripeException e) {
        return status(e) == 0
                ? "Stripe cannot be reached (%s).".formatted(e.getClass().getSimpleName())
                : "Stripe answered %d%s, request %s."
                        .formatted(status(e), e.getCode() == null ? "" : " " + e.getCode(), e.getRequestId());
    }

    private static int status(StripeException e) {
        return e.getStatusCode() == null ? 0 : e.getStatusCode();
    }
}
