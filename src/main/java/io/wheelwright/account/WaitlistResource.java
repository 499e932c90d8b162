package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Role;
import io.wheelwright.account.SignupConfig.Posture;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The waiting list over REST. */
@Path("/api/v1/waitlist")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@RolesAllowed(Role.ADMIN)
public class WaitlistResource {

    private static final String KIND = "entry of the waiting list";
    private static final Pattern FLAG = Pattern.compile("true|false");
    private static final MessageView KEPT =
            new MessageView("The address is on the waiting list: a mail goes there when it is let in.");

    private final Waitlist waitlist;
    private final ChallengeCheck challenge;
    private final RateLimits limits;
    private final DeniedDomains denied;
    private final Posture posture;

    WaitlistResource(
            Waitlist waitlist,
            ChallengeCheck challenge,
            RateLimits limits,
            SignupConfig config,
            WheelwrightConfig hub) {
        this.waitlist = waitlist;
        this.challenge = challenge;
        this.limits = limits;
        this.posture = config.posture();
        this.denied = new DeniedDomains(hub.hosted().deniedDomains().orElse(Set.of()));
    }

    /** Puts an address on the list. */
    @POST
    @PermitAll
    @Operation(
            operationId = "joinWaitlist",
            summary = "Puts an address on the waiting list; the answer is the same for every address.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "202",
            description = "A mail follows when somebody lets the address in.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public Response join(@Context HttpServerRequest request, WaitlistRequest wanted) {
        if (posture != Posture.WAITLIST) {
            throw Problem.of(
                    ProblemType.NOT_FOUND,
                    "This hub has no waiting list: wheelwright.signup.posture says who may sign up.");
        }
        Address address = Check.body(wanted).check(denied);
        limits.take(RateLimit.SIGNUP, request, "");
        challenge.demand(wanted.challengeResponse());
        waitlist.join(address);
        return Response.accepted(KEPT).build();
    }

    /** Lists those who wait, or who were let in and may still sign up. */
    @GET
    @Operation(
            operationId = "listWaitlist",
            summary = "Lists those who wait to be let in, the longest first; or those who were and may still sign up.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    public Page<WaitlistView> list(
            @QueryParam("admitted") String admitted,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check().matches("admitted", admitted, FLAG, "must be true or false").done();
        return waitlist.list(Boolean.parseBoolean(admitted), PageRequest.of(limit, cursor));
    }

    /** Lets somebody in. */
    @POST
    @Path("/{entry_id}/admit")
    @Operation(
            operationId = "admit",
            summary = "Lets somebody in, who gets a mail with the way in; once more changes nothing.")
    public WaitlistView admit(@PathParam("entry_id") String entryId) {
        return waitlist.admit(PathId.number(KIND, entryId)).orElseThrow(() -> missing(entryId));
    }

    /** Forgets somebody. */
    @DELETE
    @Path("/{entry_id}")
    @Operation(
            operationId = "removeFromWaitlist",
            summary = "Takes an address off the waiting list; a mail that was sent stays good.")
    public WaitlistView remove(@PathParam("entry_id") String entryId) {
        return waitlist.remove(PathId.number(KIND, entryId)).orElseThrow(() -> missing(entryId));
    }

    private static RuntimeException missing(String entryId) {
        return Problem.notFound(KIND, entryId);
    }
}
