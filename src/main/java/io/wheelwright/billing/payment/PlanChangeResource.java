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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Changes of plan over REST. */
@Path("/api/v1/subscriptions/{org_id}/change-plan")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class PlanChangeResource {

    private final PlanChanges changes;
    private final CallAnswers answers;

    PlanChangeResource(PlanChanges changes, CallAnswers answers) {
        this.changes = changes;
        this.answers = answers;
    }

    /** Changes the plan. */
    @POST
    @Operation(
            operationId = "changePlan",
            summary = "Changes the plan of the subscription at Stripe, pro-rated and once the difference is paid.",
            extensions = @Extension(name = "x-problems", value = "conflict payment-refused"))
    @APIResponse(
            responseCode = "200",
            description = "It is changed, or waits for its payment.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PlanChangeView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer: it is done as soon as it does.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response change(
            @PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key, PlanChangeRequest wanted) {
        PlanChangeRequest request = Check.body(wanted).checked();
        return answers.answer(
                key,
                "POST subscriptions/" + orgId + "/change-plan",
                request,
                () -> changes.change(orgId, request),
                call -> Response.ok(changes.outcome(call)).build());
    }

    /** Tells what a change would cost. */
    @POST
    @Path("/preview")
    @Operation(
            operationId = "previewPlanChange",
            summary = "Tells what a change of plan would cost at once, and changes nothing.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    public PlanChangePreview preview(@PathParam("org_id") String orgId, PlanChangeRequest wanted) {
        return changes.preview(orgId, Check.body(wanted).checked());
    }
}
