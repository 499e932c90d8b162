package io.wheelwright.billing.payment;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/** Amounts for people, such as {@code 29.00 USD}. */
final class MoneyText {

    /** Where Stripe counts other minor units than the ISO list: "Supported currencies" of its documentation. */
    private static final Map<String, Integer> DECIMALS = Map.of("ISK", 2, "UGX", 2, "MGA", 0);

    private MoneyText() {}

    /**
     * Writes one.
     *
     * @param amount in minor units
     * @param currency ISO code
     */
    static String of(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return BigDecimal.valueOf(amount, decimals(code)).toPlainString() + " " + code;
    }

    private static int decimals(String code) {
        Integer known = DECIMALS.get(code);
        return known == null ? Currency.getInstance(code).getDefaultFractionDigits() : known;
    }
}
