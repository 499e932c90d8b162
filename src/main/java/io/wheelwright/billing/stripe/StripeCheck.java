package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * One thing that was looked at, and how it is.
 *
 * @param subject what was looked at
 * @param message what was found, and what to do about it where that is not well
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StripeCheck(String subject, Finding finding, String message) {

    /** How something is. */
    public enum Finding {
        ok,
        /** It works, and may not do what is expected. */
        warning,
        /** Something that the hub does will fail. */
        failed
    }

    static StripeCheck ok(String subject, String message) {
        return new StripeCheck(subject, Finding.ok, message);
    }

    static StripeCheck warning(String subject, String message) {
        return new StripeCheck(subject, Finding.warning, message);
    }

    static StripeCheck failed(String subject, String message) {
        return new StripeCheck(subject, Finding.failed, message);
    }
}
