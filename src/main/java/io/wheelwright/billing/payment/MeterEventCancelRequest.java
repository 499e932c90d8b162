package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;

/**
 * Asks for a meter event to be taken back.
 *
 * @param reason for the records of the hub
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MeterEventCancelRequest(String reason) {

    private static final int LONGEST = 500;

    MeterEventCancelRequest checked() {
        new Check().text("reason", reason, LONGEST).done();
        return this;
    }
}
