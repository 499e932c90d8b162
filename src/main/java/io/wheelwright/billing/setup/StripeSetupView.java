package io.wheelwright.billing.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * How the account is set up.
 *
 * @param applied whether what was missing was to be made
 * @param complete whether everything is there
 * @param patches what the Products have to be told
 * @param signingSecret of an endpoint that was made just now, told once and kept nowhere; null otherwise
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StripeSetupView(
        boolean applied,
        boolean complete,
        List<SetupItem> items,
        List<ProductPatch> patches,
        @JsonInclude(JsonInclude.Include.NON_NULL) String signingSecret) {

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "StripeSetupView[applied=%s, complete=%s, items=%s]".formatted(applied, complete, items);
    }
}
