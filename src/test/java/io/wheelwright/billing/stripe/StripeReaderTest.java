package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requires_action | null | true",
                "requires_payment_method | null | false",
                "requires_payment_method | {\"code\": \"card_declined\", \"decline_code\": \"generic_decline\"} | false",
                "requires_payment_method | {\"code\": \"card_declined\", \"decline_code\": \"authentication_required\"} | true",
                "requires_payment_method | {\"code\": \"authentication_required\"} | true",
                "processing | {\"code\": \"authentication_required\"} | false",
                "succeeded | null | false",
            })
    void aPaymentWaitsForTheCustomerWhereTheBankAsks(String status, String error, boolean asks) {
        String json = "{\"id\": \"pi_1\", \"status\": \"%s\", \"last_payment_error\": %s}".formatted(status, error);

        assertThat(StripeReader.asks(ApiResource.GSON.fromJson(json, PaymentIntent.class)))
                .isEqualTo(asks);
    }
}
