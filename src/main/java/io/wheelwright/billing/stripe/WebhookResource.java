package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.logging.Log;
import io.wheelwright.PublicUrl;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes what Stripe sends: it is stored and answered at once; what follows from it comes later. */
@Path(WebhookResource.PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@PermitAll
public class WebhookResource {

    static final String PATH = "/api/v1/billing/webhook";

    private static final int MOST_BYTES = 512 * 1024;

    private final StripeAccount account;
    private final Inbox inbox;
    private final StripeMetrics metrics;
    private final Clock clock;

    WebhookResource(StripeAccount account, Inbox inbox, StripeMetrics metrics, Clock clock) {
        this.account = account;
        this.inbox = inbox;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Where Stripe reaches it. */
    public static String url(PublicUrl hub) {
        return hub.of("/hub" + PATH);
    }

    /**
     * What became of a delivery.
     *
     * @param state what becomes of the event: one of those of the inbox
     * @param first whether it came for the first time
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record StripeReceipt(String eventId, String state, boolean first) {}

    /** Takes an event. */
    @POST
    @Operation(
            operationId = "receiveStripeEvent",
            summary = "Takes an event of Stripe, signed with a secret of the webhook endpoint.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    public StripeReceipt receive(
            @HeaderParam("Stripe-Signature") String header,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(type = SchemaType.OBJECT, description = "The event.")))
                    byte[] body) {
        byte[] raw = body == null ? new byte[0] : body;
        if (raw.length > MOST_BYTES) {
            throw Problem.of(ProblemType.TOO_LARGE, "An event has at most " + MOST_BYTES + " bytes.");
        }
        Signature signature = Signature.of(header, raw, account.secrets(), clock.instant(), account.tolerance());
        metrics.timed(signature);
        if (signature.isUntimely()) {
            Log.warnf("A delivery of Stripe was refused. %s", signature.refusal());
            throw Problem.invalid("Stripe-Signature", signature.refusal());
        }
        if (!signature.isGood()) {
            throw refused("Stripe-Signature", signature.refusal());
        }
        StripeEvent event = StripeEvent.read(raw)
                .orElseThrow(() -> refused("body", "must be an event of Stripe: JSON in UTF-8 with an id and a type"));
        EventEntity.Stored stored = inbox.store(event);
        metrics.delivered(event, stored, signature.secret());
        if (stored.isNew() && stored.state() == EventState.quarantined) {
            Log.warnf("The event %s is of the other mode of Stripe: nothing follows from it", event.id());
        }
        return new StripeReceipt(event.id(), stored.state().name(), stored.isNew());
    }

    private RuntimeException refused(String field, String why) {
        metrics.refused();
        return Problem.invalid(field, why);
    }
}
