package io.wheelwright.token;

import io.wheelwright.Page;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tokens of organizations over REST. */
@Path("/api/v1/organizations/{org_id}/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tokens")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class TokensResource {

    private final ApiTokens tokens;
    private final Clock clock;

    TokensResource(ApiTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Makes a token. */
    @POST
    @RolesAllowed(Role.CUSTOMER)
    @Operation(
            operationId = "createToken",
            summary = "Makes a token for software of the organization; it is shown this once.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "201",
            description = "The token: the hub keeps its hash, and nobody can show it again.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = IssuedToken.class)))
    public Response issue(@PathParam("org_id") String orgId, NewToken wanted) {
        return Response.status(Response.Status.CREATED)
                .entity(tokens.issue(orgId, Check.body(wanted).checked(clock.instant())))
                .build();
    }

    /** Lists the tokens. */
    @GET
    @Operation(
            operationId = "listTokens",
            summary =
                    "Lists the tokens of the organization, oldest first, also the last hundred that ended within 90 days.")
    public Page<TokenView> list(@PathParam("org_id") String orgId) {
        return tokens.list(orgId);
    }

    /** Revokes a token. */
    @DELETE
    @Path("/{token_id}")
    @Operation(operationId = "revokeToken", summary = "Revokes a token; it is good for nothing at once.")
    public TokenView revoke(@PathParam("org_id") String orgId, @PathParam("token_id") String tokenId) {
        return tokens.revoke(orgId, PathId.of("token", tokenId));
    }
}
