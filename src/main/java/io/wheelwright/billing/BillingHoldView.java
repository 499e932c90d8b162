package io.wheelwright.billing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.BillingHold;
import java.time.Instant;

/**
 * Until when billing takes nothing from a customer, as REST shows it.
 *
 * @param by who has said so; null where that is not known
 * @param until one that was lifted has ended
 * @param statedUntil until when it was said to hold; null where it was not put off
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BillingHoldView(String reason, String by, Instant until, Instant statedUntil) {

    /** Null where there was never one. */
    public static BillingHoldView of(BillingHold hold) {
        return hold == null ? null : new BillingHoldView(hold.reason(), hold.by(), hold.until(), hold.statedUntil());
    }
}
