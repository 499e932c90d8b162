package io.wheelwright.billing.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * One object at Stripe, and how it stands with it.
 *
 * @param about what it is for, such as {@code plan growth of cosmetics}
 * @param stripeId its id; null where it is not there
 * @param message what to do, or what Stripe has answered; null for nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SetupItem(SetupKind kind, String about, SetupState state, String stripeId, String message) {

    /** What an object is. */
    public enum SetupKind {
        product,
        price,
        meter,
        webhook_endpoint
    }

    /** How it stands with an object. */
    public enum SetupState {
        /** It is there as it should be. */
        exists,
        /** It is not there, and would be made. */
        missing,
        /** It was made just now. */
        created,
        /** It is there otherwise than the Product says, or cannot be made from that: nothing is done about it. */
        by_hand,
        /** Stripe has not made it. */
        failed
    }

    static SetupItem exists(SetupKind kind, String about, String id) {
        return new SetupItem(kind, about, SetupState.exists, id, null);
    }

    static SetupItem missing(SetupKind kind, String about) {
        return new SetupItem(kind, about, SetupState.missing, null, null);
    }

    static SetupItem byHand(SetupKind kind, String about, String id, String message) {
        return new SetupItem(kind, about, SetupState.by_hand, id, message);
    }

    SetupItem created(String id) {
        return new SetupItem(kind, about, SetupState.created, id, null);
    }

    SetupItem failed(String why) {
        return new SetupItem(kind, about, SetupState.failed, null, why);
    }

    boolean stands() {
        return state == SetupState.exists || state == SetupState.created;
    }

    boolean lacks() {
        return state == SetupState.missing;
    }
}
