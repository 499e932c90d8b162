package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What those do who were invited, over REST. */
@Path("/api/v1/invitations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@PermitAll
public class AdmissionResource {

    private final Admission admission;

    AdmissionResource(Admission admission) {
        this.admission = admission;
    }

    /** Accepts an invitation. */
    @POST
    @Path("/accept")
    @Operation(
            operationId = "acceptInvitation",
            summary =
                    "Accepts an invitation by the token of the mail, once: logged in, with the password of the account"
                            + " that has the address, or with one for a new account.",
            extensions =
                    @Extension(name = "x-problems", value = "not-found unauthorized conflict organization-suspended"))
    public AcceptedView accept(@Context HttpServerRequest request, Acceptance given) {
        Check.body(given).check();
        return admission.accept(request, given);
    }
}
