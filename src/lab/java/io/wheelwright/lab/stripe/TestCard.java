package io.wheelwright.lab.stripe;

import java.util.Arrays;
import java.util.Optional;

/** Stripe's test cards that the lab knows, by number and by the payment method of the same behavior. */
public enum TestCard {
    VISA("4242424242424242", "pm_card_visa", null),
    DECLINED("4000000000000002", "pm_card_visa_chargeDeclined", "generic_decline"),
    INSUFFICIENT_FUNDS("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
    /** Can be attached to a customer; each charge is declined. */
    FAILS_WHEN_CHARGED("4000000000000341", "pm_card_chargeCustomerFail", "generic_decline"),
    /** Each charge asks the customer to authenticate. */
    AUTHENTICATION_REQUIRED("4000002760003184", "pm_card_authenticationRequired", "authentication_required");

    private final String number;
    private final String token;
    private final String declineCode;

    TestCard(String number, String token, String declineCode) {
        this.number = number;
        this.token = token;
        this.declineCode = declineCode;
    }

    public String number() {
        return number;
    }

    /** The ready-made payment method of Stripe's test mode. */
    public String token() {
        return token;
    }

    String declineCode() {
        return declineCode;
    }

    boolean isPaying() {
        return declineCode == null;
    }

    /** Whether a customer can be given this card. */
    boolean canBeAttached() {
        return this != DECLINED && this != INSUFFICIENT_FUNDS;
    }

    static Optional<TestCard> ofNumber(String number) {
        return Arrays.stream(values())
                .filter(card -> card.number.equals(number.replace(" ", "")))
                .findFirst();
    }

    static Optional<TestCard> ofToken(String token) {
        return Arrays.stream(values()).filter(card -> card.token.equals(token)).findFirst();
    }
}
