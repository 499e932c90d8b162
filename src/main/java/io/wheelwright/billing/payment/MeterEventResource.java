package io.wheelwright.billing.payment;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What Stripe was told of usage, and how that is taken back, over REST. */
@Path("/api/v1/subscriptions/{org_id}/meter-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
@RolesAllowed(Role.ADMIN)
public class MeterEventResource {

    private final MeterEventCancellations cancellations;
    private final CallAnswers answers;

    MeterEventResource(MeterEventCancellations cancellations, CallAnswers answers) {
        this.cancellations = cancellations;
        this.answers = answers;
    }

    /** Lists the meter events. */
    @GET
    @Operation(
            operationId = "listMeterEvents",
            summary = "Lists what Stripe is told of the organization's usage beyond its plan, the latest first.")
    public Page<MeterEventView> list(
            @PathParam("org_id") String orgId, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return cancellations.list(orgId, PageRequest.of(limit, cursor));
    }

    /** Takes one back. */
    @POST
    @Path("/{meter_event_id}/cancel")
    @Operation(
            operationId = "cancelMeterEvent",
            summary = "Takes back what Stripe was told of usage less than 23 hours ago: it is not charged.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "200",
            description = "It is taken back.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MeterEventView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer: it is done as soon as it does.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response cancel(
            @PathParam("org_id") String orgId,
            @PathParam("meter_event_id") String id,
            @HeaderParam("Idempotency-Key") String key,
            MeterEventCancelRequest wanted) {
        UUID event = PathId.of("meter event", id);
        MeterEventCancelRequest request = Check.body(wanted).checked();
        return answers.answer(
                key,
                "POST subscriptions/%s/meter-events/%s/cancel".formatted(orgId, event),
                request,
                () -> cancellations.cancel(orgId, event, request),
                call -> Response.ok(cancellations.outcome(call)).build());
    }
}
