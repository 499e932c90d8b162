package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTextTest {

    @ParameterizedTest
    @CsvSource({
        "2900, usd, 29.00 USD",
        "5, EUR, 0.05 EUR",
        "1000, jpy, 1000 JPY",
        "12340, kwd, 12.340 KWD",
        "500, mga, 500 MGA"
    })
    void hasTheDecimalsOfItsCurrency(long amount, String currency, String text) {
        assertThat(MoneyText.of(amount, currency)).isEqualTo(text);
    }
}
