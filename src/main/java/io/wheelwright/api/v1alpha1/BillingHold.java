package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.InstantSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Until when billing takes nothing from a customer, by somebody's word. */
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BillingHold(
        @JsonPropertyDescription("Why, for the colleague who wonders.") @Required @Size(min = 1, max = 1024)
        String reason,

        @JsonPropertyDescription("Who has said so.") @Size(max = 254)
        String by,

        @JsonPropertyDescription("Until when it holds; one that is lifted has ended.")
        @Required
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant until,

        @JsonPropertyDescription("Until when it was said to hold, if put off.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant statedUntil) {

    /** One that holds as long as was said. */
    public BillingHold(String reason, String by, Instant until) {
        this(reason, by, until, null);
    }

    /** Whether it holds no more; one without an end never does. */
    public boolean hasEnded(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** The same, ended by then at the latest. */
    public BillingHold endedAt(Instant end) {
        return hasEnded(end) ? this : new BillingHold(reason, by, end);
    }

    /** The same until later, as it is not certain that what comes after it holds; what was said is kept. */
    public BillingHold putOff(Instant later) {
        return new BillingHold(reason, by, later, statedUntil == null ? until : statedUntil);
    }

    /**
     * The same as it was said, once what comes after it is certain. One that has spared the customer past the day that was
     * said ends when it really does, now at the latest: what counts from its end is not in the past.
     */
    public BillingHold asStated(Instant now) {
        if (statedUntil == null) {
            return this;
        }
        if (statedUntil.isAfter(now)) {
            return new BillingHold(reason, by, statedUntil);
        }
        return until.isAfter(now)
                ? new BillingHold(reason, by, now.truncatedTo(ChronoUnit.SECONDS), statedUntil)
                : this;
    }
}
