package io.wheelwright.billing.payment;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Where Stripe's pages may send customers back to. */
@ConfigMapping(prefix = "wheelwright.stripe")
interface ReturnUrlConfig {

    /** Origins such as https://shop.example, beside the hub's own. */
    Optional<List<String>> returnUrls();
}
