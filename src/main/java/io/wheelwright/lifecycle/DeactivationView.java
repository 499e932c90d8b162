package io.wheelwright.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.payment.StripeDepartureView;
import io.wheelwright.organization.LegalHold;
import java.time.Instant;

/**
 * What was done to let a customer go.
 *
 * @param access what the customer may still do
 * @param endedAt since when the subscription has ended
 * @param deleteAfter day of deletion; null where the data is kept
 * @param destroyedFrom from when on instances are destroyed: some time after that day, for a mistake to be noticed; null
 *     where the data is kept
 * @param licensesRevoked how many spokes had one that is revoked now
 * @param stripe what was done at Stripe; left out where nothing was asked for there
 * @param legalHold what holds the deletion back; left out for nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DeactivationView(
        String orgId,
        String state,
        String access,
        Instant endedAt,
        Instant deleteAfter,
        Instant destroyedFrom,
        int licensesRevoked,
        @JsonInclude(JsonInclude.Include.NON_NULL) StripeDepartureView stripe,
        @JsonInclude(JsonInclude.Include.NON_NULL) LegalHold legalHold) {}
