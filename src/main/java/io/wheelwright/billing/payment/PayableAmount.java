package io.wheelwright.billing.payment;

import java.util.Locale;
import java.util.Set;

/**
 * Which amounts Stripe moves: whole minor units, in some currencies only every tenth or hundredth. Source: "Supported
 * currencies" of Stripe's documentation, three-decimal currencies and special cases.
 */
public final class PayableAmount {

    private static final Set<String> TENS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
    private static final Set<String> HUNDREDS = Set.of("ISK", "UGX");

    private PayableAmount() {}

    /** The largest amount that can be moved and is not above this one, in minor units. */
    static long atMost(long amount, String currency) {
        return amount - Math.floorMod(amount, step(currency));
    }

    /** What every amount of a currency, an ISO code, is a multiple of. */
    public static long step(String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return TENS.contains(code) ? 10 : HUNDREDS.contains(code) ? 100 : 1;
    }
}
