package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.Optional;

/**
 * What an organization wants to buy.
 *
 * @param productId null where only one product has such a plan
 * @param successUrl where Stripe sends the customer who has paid; {@code {CHECKOUT_SESSION_ID}} in it becomes the id
 * @param cancelUrl where Stripe sends the customer who has not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CheckoutRequest(String orgId, String plan, String productId, String successUrl, String cancelUrl) {

    private static final int LONGEST_NAME = 63;

    void check(ReturnUrls urls) {
        Check check = new Check()
                .text("plan", plan, LONGEST_NAME)
                .optionalText("product_id", productId, LONGEST_NAME)
                .required("success_url", successUrl)
                .required("cancel_url", cancelUrl);
        Optional.ofNullable(successUrl).flatMap(urls::refusal).ifPresent(why -> check.error("success_url", why));
        Optional.ofNullable(cancelUrl).flatMap(urls::refusal).ifPresent(why -> check.error("cancel_url", why));
        check.done();
    }
}
