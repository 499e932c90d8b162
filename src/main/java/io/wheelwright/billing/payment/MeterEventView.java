package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/**
 * Usage that Stripe is told of, as REST shows it.
 *
 * @param id its identifier at Stripe, too
 * @param month in which it was used, such as 2026-11
 * @param state waiting, done, failed or cancelled
 * @param eventName under which the meter at Stripe has it; null until it was sent
 * @param finishedAt since when Stripe was told, or does not charge it; null while it waits
 * @param cancellableUntil until when that can be asked for, also after that; null where there is nothing to take back
 * @param cancelledAt since when it is taken back; null otherwise
 * @param failure why Stripe does not charge it; null unless it has failed
 * @param error for people, why it has failed or the last try did; null otherwise
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MeterEventView(
        UUID id,
        String orgId,
        String spokeId,
        String meter,
        String month,
        long units,
        String state,
        String subscriptionId,
        String customerId,
        String eventName,
        Instant countedAt,
        Instant finishedAt,
        Instant cancellableUntil,
        Instant cancelledAt,
        String failure,
        String error) {

    /** Whether Stripe has it, and charges it. */
    boolean stands() {
        return cancellableUntil != null;
    }

    boolean wasCancelled() {
        return cancelledAt != null;
    }
}
