package io.wheelwright.billing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.BillingConcern;
import java.util.Optional;

/**
 * What is the matter with a subscription beside its state, as REST shows it.
 *
 * @param allows the most that the customer's policy leaves meanwhile
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ConcernView(String kind, String allows) {

    /** Null for nothing. */
    public static ConcernView of(BillingConcern concern) {
        return concern == null
                ? null
                : new ConcernView(
                        Optional.ofNullable(concern.kind()).map(Enum::name).orElse(null),
                        Optional.ofNullable(concern.allows()).map(Enum::name).orElse(null));
    }
}
