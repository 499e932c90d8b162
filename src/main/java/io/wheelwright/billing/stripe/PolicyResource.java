package io.wheelwright.billing.stripe;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What another policy would change, over REST. */
@Path("/api/v1/billing/policies/evaluate")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class PolicyResource {

    private final PolicyEvaluation evaluation;

    PolicyResource(PolicyEvaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** Tells who would change. */
    @POST
    @Operation(
            operationId = "evaluatePolicy",
            summary = "Tells for whom of Stripe's customers another policy of a plan would make a difference, and when"
                    + " the first one begins if nothing else is heard until then. Changes nothing.")
    public Page<PolicyChangeView> evaluate(
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor, PolicyRequest wanted) {
        PolicyRequest request = Check.body(wanted).checked();
        return evaluation.evaluate(
                request.productId(), request.plan(), request.policy().policy(), PageRequest.of(limit, cursor));
    }
}
