package io.wheelwright.deletion;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.problem.PathId;
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
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Deletions over REST: what is kept until when, and the ways back and forward. */
@Path("/api/v1/scheduled-deletions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deletions")
@RolesAllowed(Role.ADMIN)
public class DeletionResource {

    private static final String KIND = "scheduled deletion";

    private final Deletions deletions;
    private final Decisions decisions;
    private final Brake brake;
    private final Caller caller;

    DeletionResource(Deletions deletions, Decisions decisions, Brake brake, Caller caller) {
        this.deletions = deletions;
        this.decisions = decisions;
        this.brake = brake;
        this.caller = caller;
    }

    /** Lists what is kept or being destroyed. */
    @GET
    @Operation(operationId = "listScheduledDeletions", summary = "Lists what is kept or being destroyed, oldest first.")
    public Page<ScheduledDeletion> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Page<ScheduledDeletion> page = deletions.list(PageRequest.of(limit, cursor));
        return new Page<>(page.items().stream().map(this::shown).toList(), page.total(), page.nextCursor());
    }

    /** Shows a deletion, also one that is over. */
    @GET
    @Path("/{deletion_id}")
    @Operation(operationId = "getScheduledDeletion", summary = "Shows a deletion, also one that is over.")
    public ScheduledDeletion get(@PathParam("deletion_id") String id) {
        return deletions.find(PathId.number(KIND, id)).map(this::shown).orElseThrow(() -> notFound(id));
    }

    private ScheduledDeletion shown(ScheduledDeletion deletion) {
        return caller.isViewer() ? deletion.withoutPlaces() : deletion;
    }

    /** Makes the Spoke again, which takes the instance back. */
    @POST
    @Path("/{deletion_id}/restore")
    @Operation(
            operationId = "restoreSpoke",
            summary = "Makes the Spoke again as it was, which takes the instance back.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    @APIResponse(
            responseCode = "202",
            description = "The Spoke follows.",
            headers = @Header(name = "Location", ref = "Location"),
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ScheduledDeletion.class)))
    public Response restore(@PathParam("deletion_id") String id) {
        ScheduledDeletion restored = decisions.restore(PathId.number(KIND, id));
        return Response.accepted(restored)
                .header("Location", "/hub/api/v1/fleet/spokes/" + restored.spokeId())
                .build();
    }

    /** Lets a deletion go on that waits for an administrator. */
    @POST
    @Path("/{deletion_id}/confirm")
    @Operation(
            operationId = "confirmDeletion",
            summary = "Lets a deletion go on that waits for an administrator.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "202",
            description = "It goes on.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ScheduledDeletion.class)))
    public Response confirm(@PathParam("deletion_id") String id, Confirmation confirmation) {
        boolean withHooks = confirmation == null || !Boolean.TRUE.equals(confirmation.withoutExport());
        return Response.accepted(decisions.confirm(PathId.number(KIND, id), withHooks, caller.actor()))
                .build();
    }

    /** Shows whether the brake holds deletions back. */
    @GET
    @Path("/brake")
    @Operation(operationId = "getDeletionBrake", summary = "Shows whether the brake holds deletions back.")
    public BrakeView brake() {
        return BrakeView.of(brake.engagedAt());
    }

    /** Lets deletions go on that the brake holds back. */
    @POST
    @Path("/brake/release")
    @Operation(operationId = "releaseDeletionBrake", summary = "Lets deletions go on that the brake holds back.")
    public BrakeView release() {
        brake.release(caller.actor());
        return BrakeView.of(brake.engagedAt());
    }

    private static RuntimeException notFound(String id) {
        return Problem.notFound(KIND, id);
    }
}
