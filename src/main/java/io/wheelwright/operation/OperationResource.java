package io.wheelwright.operation;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.operation.OperationHistory.Filter;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The queue of operations over REST. */
@Path("/api/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RolesAllowed(Role.ADMIN)
public class OperationResource {

    private static final String OPERATION = "operation";

    private final OperationHistory history;
    private final RetryRequests requests;
    private final Pause pause;
    private final Caller caller;

    OperationResource(OperationHistory history, RetryRequests requests, Pause pause, Caller caller) {
        this.history = history;
        this.requests = requests;
        this.pause = pause;
        this.caller = caller;
    }

    /** Lists the operations. */
    @GET
    @Operation(
            operationId = "listOperations",
            summary =
                    "Lists the operations that are open, the last 100 completed and the last 200 failed, oldest first.")
    public Page<OperationView> list(
            @QueryParam("state") String state,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check().filled(uri, "state").done();
        return history.list(Filter.of(null, state), PageRequest.of(limit, cursor));
    }

    /** Tells how many operations there are in each state. */
    @GET
    @Path("/stats")
    @Operation(
            operationId = "getOperationStats",
            summary = "Tells how many operations there are in each state, and whether the queue is paused.")
    public OperationStats stats() {
        return history.stats();
    }

    /** Shows an operation. */
    @GET
    @Path("/{operation_id}")
    @Operation(operationId = "getOperation", summary = "Shows an operation, also one that is over.")
    public OperationView get(@PathParam("operation_id") String id) {
        return history.find(PathId.of(OPERATION, id)).orElseThrow(() -> Problem.notFound(OPERATION, id));
    }

    /** Tries a failed operation again. */
    @POST
    @Path("/{operation_id}/retry")
    @Operation(
            operationId = "retryOperation",
            summary = "Tries a failed operation again, with all its attempts.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "202",
            description = "It is tried again.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OperationView.class)))
    public Response retry(@PathParam("operation_id") String id) {
        return Response.accepted(requests.retry(PathId.of(OPERATION, id), caller.actor()))
                .build();
    }

    /** Pauses the queue. */
    @POST
    @Path("/pause")
    @Operation(
            operationId = "pauseOperations",
            summary = "Lets no operation begin from now on; those that are active go on to their end.")
    public OperationStats pause() {
        pause.begin(caller.actor());
        return history.stats();
    }

    /** Resumes the queue. */
    @POST
    @Path("/resume")
    @Operation(operationId = "resumeOperations", summary = "Lets operations begin again.")
    public OperationStats resume() {
        pause.end(caller.actor());
        return history.stats();
    }
}
