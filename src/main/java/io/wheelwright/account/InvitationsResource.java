package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.Page;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Role;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Invitations over REST. */
@Path("/api/v1/organizations/{org_id}/invitations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "members")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class InvitationsResource {

    private final Invitations invitations;
    private final RateLimits limits;
    private final DeniedDomains denied;

    InvitationsResource(Invitations invitations, RateLimits limits, WheelwrightConfig config) {
        this.invitations = invitations;
        this.limits = limits;
        this.denied = new DeniedDomains(config.hosted().deniedDomains().orElse(Set.of()));
    }

    /** Invites somebody. */
    @POST
    @Operation(
            operationId = "invite",
            summary =
                    "Invites the reader of a mailbox, who gets a mail; the answer is the same whether the address has an"
                            + " account or not.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "201",
            description = "The invitation; a mail follows.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = InvitationView.class)))
    public Response send(
            @PathParam("org_id") String orgId, @Context HttpServerRequest request, InvitationRequest wanted) {
        Address address = Check.body(wanted).check(denied);
        limits.takeAnywhere(RateLimit.INVITATION, request, orgId);
        limits.takeMailbox(request, address.key());
        return Response.status(Response.Status.CREATED)
                .entity(invitations.send(orgId, address, wanted))
                .build();
    }

    /** Lists the open ones. */
    @GET
    @Operation(operationId = "listInvitations", summary = "Lists the invitations that can be accepted, oldest first.")
    public Page<InvitationView> list(@PathParam("org_id") String orgId) {
        return invitations.list(orgId);
    }

    /** Withdraws an invitation. */
    @DELETE
    @Path("/{invitation_id}")
    @Operation(
            operationId = "withdrawInvitation",
            summary = "Withdraws an invitation; its link is good for nothing at once.")
    public InvitationView withdraw(@PathParam("org_id") String orgId, @PathParam("invitation_id") String invitationId) {
        return invitations.withdraw(orgId, PathId.of("open invitation", invitationId));
    }
}
