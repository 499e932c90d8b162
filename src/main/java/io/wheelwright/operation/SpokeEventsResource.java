package io.wheelwright.operation;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The way of a spoke to its customer, as a list or as it happens. */
@Path("/api/v1/spokes/{spoke_id}/events")
@Tag(name = "fleet")
@RolesAllowed(Role.ADMIN)
public class SpokeEventsResource {

    private static final int MOST = 1000;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final ProvisioningEvents events;

    SpokeEventsResource(Fleet fleet, ProvisioningEvents events) {
        this.fleet = fleet;
        this.events = events;
    }

    /** Lists what happened, oldest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSpokeEvents",
            summary = "Lists what happened on the way to a usable spoke, or streams it as it happens.")
    public Page<ProvisioningEvent> list(
            @PathParam("spoke_id") String spokeId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return events.list(uid(spokeId), page);
    }

    /**
     * Streams what happened and what happens until the spoke is gone; {@code Last-Event-ID} goes on behind that event. A
     * stream asks the database all the time, so it is not for customers.
     */
    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "EventStream")))
    public Multi<OutboundSseEvent> stream(
            @PathParam("spoke_id") String spokeId, @HeaderParam("Last-Event-ID") String last, @Context Sse sse) {
        uid(spokeId);
        AtomicLong seen = new AtomicLong(last == null || !last.matches("[0-9]{1,18}") ? 0 : Long.parseLong(last));
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> news(spokeId, seen.get()))
                .select()
                .first(Optional::isPresent)
                .onItem()
                .transformToIterable(Optional::get)
                .invoke(event -> seen.set(event.id()))
                .map(event -> sse.newEventBuilder()
                        .id(Long.toString(event.id()))
                        .name("provisioning")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(event)
                        .build());
    }

    /** Empty when there is no such spoke any more. */
    private Optional<List<ProvisioningEvent>> news(String spokeId, long seen) {
        return fleet.find(spokeId).map(spoke -> after(fleet.uidOf(spokeId).orElse(""), seen));
    }

    private String uid(String spokeId) {
        if (fleet.find(spokeId).isEmpty()) {
            throw Problem.notFound("spoke", spokeId);
        }
        return fleet.uidOf(spokeId).orElse("");
    }

    private List<ProvisioningEvent> after(String uid, long id) {
        return events.after(uid, id, MOST);
    }
}
