package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is final of what Stripe answers. */
class RefusalTest {

    @Test
    void whatStripeRefusesIsOver() {
        assertThat(failure(new CardException(
                        "Your card was declined.", "req_1", "card_declined", null, null, null, 402, null)))
                .isEqualTo(CallFailure.payment_refused);
        assertThat(failure(invalid(400))).isEqualTo(CallFailure.refused);
        assertThat(failure(invalid(404))).isEqualTo(CallFailure.refused);
        assertThat(failure(new IdempotencyException("Keys for", "req_1", null, 400)))
                .isEqualTo(CallFailure.key_reused);
    }

    @Test
    void whatMayHealIsTriedAgain() {
        assertThat(List.of(
                        invalid(409),
                        invalid(429),
                        new RateLimitException("Too many", null, "req_1", "rate_limit", 429, null),
                        new ApiException("Conflict", "req_1", null, 409, null),
                        new ApiException("Failed", "req_1", null, 500, null),
                        new AuthenticationException("No such key", "req_1", null, 401),
                        new PermissionException("Not with this key", "req_1", null, 403),
                        new ApiConnectionException("Refused")))
                .allSatisfy(e -> assertThat(failure(e)).as(e.toString()).isNull());
    }

    @Test
    void theCustomerReadsStripesWordsAboutTheCardAlone() {
        StripeException declined = new CardException(null, "req_1", "card_declined", null, null, null, 402, null);
        StripeError said = new StripeError();
        said.setMessage("Your card was declined.");
        declined.setStripeError(said);
        assertThat(Refusal.of(declined).error()).isEqualTo("Your card was declined.");
        assertThat(Refusal.of(invalid(404)).error()).isEqualTo("Stripe answered 404 resource_missing, request req_1.");
    }

    private static CallFailure failure(StripeException e) {
        return Refusal.of(e).failure();
    }

    private static InvalidRequestException invalid(int status) {
        return new InvalidRequestException("No such price", "price", "req_1", "resource_missing", status, null);
    }
}
