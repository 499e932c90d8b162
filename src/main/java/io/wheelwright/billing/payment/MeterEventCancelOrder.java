package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A meter event that is to be taken back.
 *
 * @param event its identifier
 * @param eventName under which the meter has it
 * @param until when Stripe may not take it back any more
 * @param reason for people
 */
@JsonNaming(SnakeCaseStrategy.class)
record MeterEventCancelOrder(UUID event, String eventName, Instant until, String reason) {

    /** For how long it is tried after the last moment to ask for it. */
    private static final Duration TRIES = Duration.ofMinutes(55);

    static MeterEventCancelOrder of(MeterEventView event, String reason) {
        return new MeterEventCancelOrder(
                event.id(), event.eventName(), event.cancellableUntil().plus(TRIES), reason);
    }
}
