package io.wheelwright.fleet;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Reach;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The fleet over REST. */
@Path("/api/v1/fleet")
@Tag(name = "fleet")
@RolesAllowed(Role.ADMIN)
public class FleetResource {

    private static final String DEFAULT_SILENCE = "5";
    private static final Pattern MINUTES = Pattern.compile("[1-9][0-9]{0,5}");

    private final Fleet fleet;
    private final Reach reach;

    FleetResource(Fleet fleet, Reach reach) {
        this.fleet = fleet;
        this.reach = reach;
    }

    /** Lists the spokes. */
    @GET
    @Path("/spokes")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(
            operationId = "listSpokes",
            summary =
                    "Lists the spokes, oldest first unless sorted otherwise; to members those of their organizations.")
    public Page<SpokeView> list(
            @BeanParam SpokeSelection selection,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        return fleet.list(selection.checked(uri).within(reach.organizations()), PageRequest.of(limit, cursor));
    }

    /** Shows a spoke. */
    @GET
    @Path("/spokes/{spoke_id}")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(operationId = "getSpoke", summary = "Shows a spoke.")
    public SpokeView get(@PathParam("spoke_id") String spokeId) {
        return fleet.find(spokeId).orElseThrow(() -> Problem.notFound("spoke", spokeId));
    }

    /** Lists the active spokes whose agents have been silent for some minutes. */
    @GET
    @Path("/stale")
    @Operation(
            operationId = "listStaleSpokes",
            summary = "Lists the active spokes whose agents have been silent for some minutes, oldest first.")
    public Page<SpokeView> stale(
            @QueryParam("minutes") String minutes,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        String wanted = minutes == null ? DEFAULT_SILENCE : minutes;
        if (!MINUTES.matcher(wanted).matches()) {
            throw Problem.invalid("minutes", "must be a number from 1 to 999999");
        }
        return fleet.stale(Duration.ofMinutes(Long.parseLong(wanted)), PageRequest.of(limit, cursor));
    }
}
