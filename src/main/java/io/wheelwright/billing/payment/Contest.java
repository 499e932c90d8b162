package io.wheelwright.billing.payment;

import com.stripe.model.Dispute;
import io.wheelwright.billing.stripe.DisputeStanding;
import java.util.List;

/** What disputes leave of a payment; of several the last one of these that one of them says. */
enum Contest {
    /** All of it: there is none, it was won, or Stripe still pays it back. */
    none,
    /** Nothing: the bank has taken it. */
    lost,
    /** Nothing until it is decided: a refund beside it would pay twice. */
    open;

    static Contest of(List<Dispute> disputes) {
        return disputes.stream().map(Contest::of).max(Enum::compareTo).orElse(none);
    }

    private static Contest of(Dispute dispute) {
        return switch (DisputeStanding.of(dispute.getStatus())) {
            case won -> none;
            case lost -> lost;
            case asked -> Boolean.FALSE.equals(dispute.getIsChargeRefundable()) ? open : none;
            case open, unknown -> open;
        };
    }
}
