package io.wheelwright.account;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Invitation codes over REST. */
@Path("/api/v1/invitation-codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@RolesAllowed(Role.ADMIN)
public class InvitationCodesResource {

    private static final String KIND = "invitation code";

    private final InvitationCodes codes;
    private final Clock clock;

    InvitationCodesResource(InvitationCodes codes, Clock clock) {
        this.codes = codes;
        this.clock = clock;
    }

    /** Makes a code. */
    @POST
    @Operation(
            operationId = "createInvitationCode",
            summary = "Makes a code that lets people sign up where not everybody may; it is shown this once.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "201",
            description = "The code: the hub keeps its hash, and nobody can show it again.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = IssuedCode.class)))
    public Response issue(NewCode wanted) {
        return Response.status(Response.Status.CREATED)
                .entity(codes.issue(Check.body(wanted).checked(clock.instant())))
                .build();
    }

    /** Lists the codes. */
    @GET
    @Operation(
            operationId = "listInvitationCodes",
            summary = "Lists the codes that administrators have made, oldest first, until 90 days after their end.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    public Page<InvitationCodeView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return codes.list(PageRequest.of(limit, cursor));
    }

    /** Revokes a code. */
    @DELETE
    @Path("/{code_id}")
    @Operation(
            operationId = "revokeInvitationCode",
            summary = "Revokes a code; whoever has begun to sign up with it goes on.")
    public InvitationCodeView revoke(@PathParam("code_id") String codeId) {
        return codes.revoke(PathId.number(KIND, codeId)).orElseThrow(() -> Problem.notFound(KIND, codeId));
    }
}
