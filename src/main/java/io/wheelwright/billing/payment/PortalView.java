package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** The portal of a customer, for whoever has the URL. */
@JsonNaming(SnakeCaseStrategy.class)
public record PortalView(String portalUrl) {

    @Override
    public String toString() {
        return "***";
    }
}
