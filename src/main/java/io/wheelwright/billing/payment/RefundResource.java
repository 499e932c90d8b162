package io.wheelwright.billing.payment;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Refunds over REST. */
@Path("/api/v1/subscriptions/{org_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
public class RefundResource {

    private final Refunds refunds;
    private final RefundHistory history;
    private final CallAnswers answers;

    RefundResource(Refunds refunds, RefundHistory history, CallAnswers answers) {
        this.refunds = refunds;
        this.history = history;
        this.answers = answers;
    }

    /** Refunds something. */
    @POST
    @Path("/refund")
    @RolesAllowed(Role.ADMIN)
    @Operation(
            operationId = "refundSubscription",
            summary =
                    "Refunds what was paid for the subscription at Stripe: all of the current period, the days of it that"
                            + " remain, or an amount.",
            extensions = @Extension(name = "x-problems", value = "conflict payment-refused"))
    @APIResponse(
            responseCode = "200",
            description = "What went back of each payment.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RefundedAmount.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer: it is done as soon as it does.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response refund(
            @PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key, RefundRequest wanted) {
        RefundRequest request = Check.body(wanted).checked();
        return answers.answer(
                key,
                "POST subscriptions/" + orgId + "/refund",
                request,
                () -> refunds.refund(orgId, request),
                last -> Response.ok(refunds.outcome(last)).build());
    }

    /** Lists the refunds. */
    @GET
    @Path("/refunds")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(
            operationId = "listRefunds",
            summary = "Lists what was refunded to the organization, also in Stripe's dashboard, oldest first.")
    public Page<RefundView> list(
            @PathParam("org_id") String orgId, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return history.list(orgId, PageRequest.of(limit, cursor));
    }
}
