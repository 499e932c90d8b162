package io.wheelwright.billing.payment;

import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How subscriptions at Stripe are cancelled and kept, over REST. */
@Path("/api/v1/subscriptions/{org_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class CancellationResource {

    private final Cancellations cancellations;
    private final CallAnswers answers;

    CancellationResource(Cancellations cancellations, CallAnswers answers) {
        this.cancellations = cancellations;
        this.answers = answers;
    }

    /** Cancels the subscription. */
    @POST
    @Path("/cancel")
    @Operation(
            operationId = "cancelSubscription",
            summary = "Cancels the subscription at Stripe, now or at the end of its period; an administrator may refund"
                    + " something with it.",
            extensions = @Extension(name = "x-problems", value = "conflict payment-refused"))
    @APIResponse(
            responseCode = "200",
            description = "What was done.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CancelView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer, or is told first what was used: it is done as soon as that is done.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response cancel(
            @PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key, CancelRequest wanted) {
        CancelRequest request = Check.body(wanted).checked();
        return answers.answer(
                key,
                "POST subscriptions/" + orgId + "/cancel",
                request,
                () -> cancellations.cancel(orgId, request),
                last -> Response.ok(cancellations.outcome(last)).build());
    }

    /** Keeps a subscription that was cancelled ahead. */
    @POST
    @Path("/keep")
    @Operation(
            operationId = "keepSubscription",
            summary = "Takes the planned end of the subscription at Stripe back.",
            extensions = @Extension(name = "x-problems", value = "conflict invalid-request payment-refused"))
    @APIResponse(
            responseCode = "200",
            description = "It goes on.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CancelView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer: it is done as soon as it does.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response keep(@PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key) {
        return answers.answer(
                key,
                "POST subscriptions/" + orgId + "/keep",
                Map.of(),
                () -> cancellations.keep(orgId),
                last -> Response.ok(cancellations.outcome(last)).build());
    }
}
