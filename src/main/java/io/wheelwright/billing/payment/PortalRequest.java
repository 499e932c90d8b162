package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.Optional;

/**
 * Whose portal is to be opened.
 *
 * @param returnUrl where Stripe sends the customer who is done there
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PortalRequest(String orgId, String returnUrl) {

    void check(ReturnUrls urls) {
        Check check = new Check().required("return_url", returnUrl);
        Optional.ofNullable(returnUrl).flatMap(urls::refusal).ifPresent(why -> check.error("return_url", why));
        check.done();
    }
}
