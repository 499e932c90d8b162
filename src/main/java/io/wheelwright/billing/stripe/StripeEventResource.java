package io.wheelwright.billing.stripe;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The inbox of Stripe's events, over REST. */
@Path("/api/v1/billing/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class StripeEventResource {

    private static final String STATES =
            Stream.of(EventState.values()).map(Enum::name).collect(Collectors.joining("|"));

    private final Inbox inbox;
    private final Projection projection;

    StripeEventResource(Inbox inbox, Projection projection) {
        this.inbox = inbox;
        this.projection = projection;
    }

    /** Lists the events. */
    @GET
    @Operation(
            operationId = "listStripeEvents",
            summary = "Lists the events of Stripe, oldest first, all or those of a state.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    public Page<StripeEventView> list(
            @QueryParam("event_state") String state,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check()
                .filled(uri, "event_state")
                .matches("event_state", state, Pattern.compile(STATES), "must be one of " + STATES.replace("|", ", "))
                .done();
        return inbox.list(Optional.ofNullable(state).map(EventState::valueOf), PageRequest.of(limit, cursor));
    }

    /** Shows an event. */
    @GET
    @Path("/{event_id}")
    @Operation(operationId = "getStripeEvent", summary = "Shows what became of an event of Stripe.")
    public StripeEventView get(@PathParam("event_id") String eventId) {
        return inbox.get(eventId);
    }

    /** Replays an event. */
    @POST
    @Path("/{event_id}/replay")
    @Operation(
            operationId = "replayStripeEvent",
            summary = "Tells what follows from an event of Stripe as its objects are now, or with dry_run false has it"
                    + " tried again.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    public ReplayView replay(@PathParam("event_id") String eventId, ReplayRequest request) {
        if (request != null) {
            request.check();
        }
        if (request != null && !request.onlyTells()) {
            return ReplayView.begun(inbox.replay(eventId, request.accepted()));
        }
        Replayable event = inbox.replayable(eventId);
        return ReplayView.dry(event.view(), preview(event.about()));
    }

    private Decision preview(Subject about) {
        return switch (about.kind()) {
            case subscription -> preview(about.id());
            case refund -> nothing("It is about a refund: what holds of it is read again.");
            case dispute -> nothing("It is about a dispute: what holds of it is read again.");
            case meter_error -> nothing("It is about usage that Stripe has not counted: it is noted again.");
            case customer -> nothing("It is about a customer: the subscriptions that are known of it are read again.");
            case test_clock -> nothing("It is about a test clock: the subscriptions that go by it are read again.");
        };
    }

    private Decision preview(String subscriptionId) {
        try {
            return projection.preview(subscriptionId);
        } catch (StripeAway away) {
            throw Problem.of(ProblemType.UNAVAILABLE, away.getMessage());
        } catch (NotYet later) {
            throw Problem.of(ProblemType.CONFLICT, later.getMessage());
        }
    }

    private static Decision nothing(String note) {
        return new Decision(null, null, note);
    }
}
