package io.wheelwright.directory;

import io.wheelwright.Json;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.agent.protocol.DirectoryRegistration;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.OwnSpoke;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The directory over REST. */
@Path("/api/v1/directory")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "directory")
public class DirectoryResource {

    private static final int LONGEST_TEXT = 512;
    private static final int MOST_CAPABILITIES = 32;
    private static final int LONGEST_CAPABILITY = 63;
    private static final Pattern DID = Pattern.compile("did:[a-z0-9]+:[-A-Za-z0-9._:%]*[-A-Za-z0-9._]");
    private static final String PORT_AND_PATH = "(%3[Aa][0-9]{1,5})?(:.+)?";
    private static final Pattern ENDPOINT = Pattern.compile("https?://[^\\s/?#]+([/?#][^\\s]*)?");
    private static final Pattern CAPABILITY = Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9._:/]*[a-zA-Z0-9])?");

    private final Directory directory;
    private final OwnSpoke own;
    private final Fleet fleet;
    private final Once once;

    DirectoryResource(Directory directory, OwnSpoke own, Fleet fleet, Once once) {
        this.directory = directory;
        this.own = own;
        this.fleet = fleet;
        this.once = once;
    }

    /** Registers the DID of the spoke that calls. */
    @POST
    @RolesAllowed(Role.SPOKE)
    @Operation(
            operationId = "registerDid",
            summary = "Registers the DID of the spoke that calls.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "201",
            description = "The entry as it is now.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DirectoryView.class)))
    public Response register(@HeaderParam("Idempotency-Key") String key, DirectoryRegistration wanted) {
        check(Check.body(wanted));
        String uid = own.uid(wanted.spokeId());
        checkHost(wanted);
        Proof.check(wanted);
        return Replies.response(once.perform(key, "POST directory", wanted, () -> {
            directory.check(uid, wanted);
            return () -> {
                DirectoryView made = directory.register(uid, wanted);
                return new Reply(201, path(made.did()), null, Json.tree(made));
            };
        }));
    }

    /** Finds a spoke by its DID, whether it is listed or not. */
    @GET
    @Path("/{did}")
    @RolesAllowed({Role.ADMIN, Role.SPOKE})
    @Operation(operationId = "findDid", summary = "Finds a spoke by its DID, whether it is listed or not.")
    public DirectoryView find(@PathParam("did") String did) {
        return directory.find(did).orElseThrow(() -> Problem.notFound("directory entry", did));
    }

    /** Lists the spokes that chose to be visible. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SPOKE})
    @Operation(operationId = "listDirectory", summary = "Lists the spokes that chose to be visible, oldest first.")
    public Page<DirectoryView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return directory.listed(PageRequest.of(limit, cursor));
    }

    /** Lists a spoke, or lists it no more. */
    @PATCH
    @Path("/{did}")
    @RolesAllowed(Role.ADMIN)
    @Operation(
            operationId = "changeVisibility",
            summary = "Lists a spoke, or lists it no more.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "200",
            description = "The entry as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DirectoryView.class)))
    public Response list(
            @PathParam("did") String did, @HeaderParam("Idempotency-Key") String key, VisibilityChange wanted) {
        new Check().required("visible", Check.body(wanted).visible()).done();
        return Replies.response(once.perform(key, "PATCH directory/" + did, wanted, () -> {
            directory.check(did, wanted.visible());
            return () -> new Reply(200, null, null, Json.tree(directory.list(did, wanted.visible())));
        }));
    }

    /** Who holds a hostname speaks for the DIDs under it, and for no others. */
    private void checkHost(DirectoryRegistration wanted) {
        String host = fleet.find(wanted.spokeId())
                .map(SpokeView::hostname)
                .orElseThrow(() -> Problem.notFound("spoke", wanted.spokeId()));
        Pattern ownDid = Pattern.compile("did:web:" + Pattern.quote(host) + PORT_AND_PATH);
        String message = "must be did:web:" + host + ", with a port or a path behind it if need be";
        new Check().matches("did", wanted.did(), ownDid, message).done();
    }

    private static void check(DirectoryRegistration wanted) {
        Check check = new Check()
                .text("did", wanted.did(), LONGEST_TEXT)
                .matches("did", wanted.did(), DID, "must be a DID")
                .text("spoke_id", wanted.spokeId(), LONGEST_TEXT)
                .text("endpoint", wanted.endpoint(), LONGEST_TEXT)
                .matches("endpoint", wanted.endpoint(), ENDPOINT, "must be an http or https URL")
                .size("capabilities", wanted.capabilities(), MOST_CAPABILITIES);
        if (wanted.capabilities() != null) {
            for (int i = 0; i < wanted.capabilities().size(); i++) {
                String capability = wanted.capabilities().get(i);
                check.text("capabilities[" + i + "]", capability, LONGEST_CAPABILITY)
                        .matches(
                                "capabilities[" + i + "]",
                                capability,
                                CAPABILITY,
                                "must begin and end with a letter or digit");
            }
        }
        check.done();
    }

    private static String path(String did) {
        return "/hub/api/v1/directory/" + URLEncoder.encode(did, StandardCharsets.UTF_8);
    }
}
