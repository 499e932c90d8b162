package io.wheelwright.erasure;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Erasures over REST: what holds one back, the tombstones, and a run at once. */
@Path("/api/v1/scheduled-deletions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deletions")
@RolesAllowed(Role.ADMIN)
public class ErasureResource {

    private final Erasures erasures;

    ErasureResource(Erasures erasures) {
        this.erasures = erasures;
    }

    /** Looks at once who is to be erased. */
    @POST
    @Path("/run")
    @Operation(
            operationId = "runScheduledDeletions",
            summary = "Erases the customers whose day has come now, rather than at the time of day for it.")
    @APIResponse(
            responseCode = "202",
            description = "The hub that leads begins within seconds.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    public Response run() {
        return Response.accepted(erasures.ask()).build();
    }

    /** Lists erasures, also those that are done. */
    @GET
    @Path("/erasures")
    @Operation(
            operationId = "listErasures",
            summary = "Lists the customers who are gone: what holds their erasure back, and the tombstones.")
    public Page<ErasureView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return erasures.list(PageRequest.of(limit, cursor));
    }

    /** Shows the newest erasure of a name. */
    @GET
    @Path("/erasures/{org_id}")
    @Operation(
            operationId = "getErasure",
            summary = "Shows what holds the erasure of a customer back who is gone, or the tombstone.")
    public ErasureView get(@PathParam("org_id") String orgId) {
        return erasures.of(orgId).orElseThrow(() -> Problem.notFound("erasure of organization", orgId));
    }
}
