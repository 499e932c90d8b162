package io.wheelwright.deletion;

import io.wheelwright.access.Role;
import io.wheelwright.fleet.SpokeView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The deletion of a spoke over REST. */
@Path("/api/v1/spokes/{spoke_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deletions")
@RolesAllowed(Role.ADMIN)
public class SpokeDeletionResource {

    private final DeletionRequests requests;

    SpokeDeletionResource(DeletionRequests requests) {
        this.requests = requests;
    }

    /** Deletes a spoke. */
    @DELETE
    @Operation(
            operationId = "deleteSpoke",
            summary = "Deletes a spoke; what becomes of its data is the Spoke's spec.deletion to say.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    @APIResponse(
            responseCode = "202",
            description = "The deletion follows.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SpokeView.class)))
    public Response delete(@PathParam("spoke_id") String spokeId) {
        return Response.accepted(requests.spoke(spokeId)).build();
    }
}
