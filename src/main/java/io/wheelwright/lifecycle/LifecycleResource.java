package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.Json;
import io.wheelwright.access.Role;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How customers are let go and come back, over REST. */
@Path("/api/v1/organizations/{org_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class LifecycleResource {

    private static final ReactivationRequest PLAINLY = new ReactivationRequest(null);

    private final Departures departures;
    private final Returns returns;
    private final Once once;

    LifecycleResource(Departures departures, Returns returns, Once once) {
        this.departures = departures;
        this.returns = returns;
        this.once = once;
    }

    /** Lets a customer go. */
    @POST
    @Path("/deactivate")
    @Operation(
            operationId = "deactivateOrganization",
            summary =
                    "Ends the subscription of an organization now, revokes its licenses, and schedules the deletion of"
                            + " its data.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "200",
            description = "What was done, and when data is deleted.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = DeactivationView.class)))
    public Response deactivate(
            @PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key, DeactivationRequest wanted) {
        Check.body(wanted).checked();
        Reply reply = once.perform(key, "POST organizations/" + orgId + "/deactivate", wanted, () -> {
            Supplier<DeactivationView> write = departures.prepare(orgId, wanted);
            return () -> new Reply(200, null, null, Json.tree(write.get()));
        });
        JsonNode call = reply.body().path("stripe").path("call_id");
        if (call.isTextual()) {
            ((ObjectNode) reply.body()).set("stripe", Json.tree(departures.atStripe(UUID.fromString(call.asText()))));
        }
        return Replies.response(reply);
    }

    /** Takes a customer back. */
    @POST
    @Path("/reactivate")
    @Operation(
            operationId = "reactivateOrganization",
            summary = "Stops the deletion of an organization whose subscription has ended, and gives its licenses back;"
                    + " its data can be exported until there is a subscription.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "200",
            description = "What was done, and what is lost.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = ReactivationView.class)))
    public Response reactivate(
            @PathParam("org_id") String orgId, @HeaderParam("Idempotency-Key") String key, ReactivationRequest wanted) {
        ReactivationRequest request = wanted == null ? PLAINLY : wanted.checked();
        return Replies.response(once.perform(key, "POST organizations/" + orgId + "/reactivate", request, () -> {
            Supplier<ReactivationView> write = returns.prepare(orgId, request);
            return () -> new Reply(200, null, null, Json.tree(write.get()));
        }));
    }
}
