package io.wheelwright.fleet;

import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
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

/** The key of a spoke's agent over REST. */
@Path("/api/v1/spokes/{spoke_id}/credentials")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "agent")
@RolesAllowed({Role.ADMIN, Role.SPOKE})
public class CredentialsResource {

    private final KeyRotation rotation;
    private final OwnSpoke own;
    private final Caller caller;

    CredentialsResource(KeyRotation rotation, OwnSpoke own, Caller caller) {
        this.rotation = rotation;
        this.own = own;
        this.caller = caller;
    }

    /** Gives the agent of a spoke another key. */
    @POST
    @Path("/rotate")
    @Operation(
            operationId = "rotateCredentials",
            summary =
                    "Gives the agent of a spoke another key; the former one is valid until the agent uses the new one.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict unavailable"))
    @APIResponse(
            responseCode = "202",
            description = "The new key follows.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RequestedRotation.class)))
    public Response rotate(@PathParam("spoke_id") String spokeId) {
        if (caller.isSpoke()) {
            own.uid(spokeId);
        }
        return Response.accepted(rotation.request(spokeId)).build();
    }
}
