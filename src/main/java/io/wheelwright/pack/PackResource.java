package io.wheelwright.pack;

import io.wheelwright.Json;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The registry of packs over REST. The slash of a scoped name may be percent-encoded or not. */
@Path("/api/v1/packs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "packs")
@RolesAllowed(Role.ADMIN)
public class PackResource {

    private static final String VERSION = "/{name: (@[^/]+/)?[^/]+}/{version}";
    private static final int LONGEST_SEARCH = 128;

    private final Registry registry;
    private final Once once;

    PackResource(Registry registry, Once once) {
        this.registry = registry;
        this.once = once;
    }

    /** Publishes a version of a pack. */
    @POST
    @Operation(
            operationId = "publishPack",
            summary = "Publishes a version of a pack; the same once more changes nothing.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "201",
            description = "It is published.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PackView.class)))
    @APIResponse(
            responseCode = "200",
            description = "It was published before, with the same content.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PackView.class)))
    public Response publish(@HeaderParam("Idempotency-Key") String key, NewPack pack) {
        Check.body(pack).check();
        return Replies.response(once.perform(key, "POST packs", pack, () -> () -> {
            Registry.Published published = registry.publish(pack);
            return new Reply(published.isNew() ? 201 : 200, path(pack), null, Json.tree(published.pack()));
        }));
    }

    /** Lists the published versions. */
    @GET
    @Operation(operationId = "listPacks", summary = "Lists the published versions of packs, oldest first.")
    public Page<PackView> list(
            @QueryParam("q") String q,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check().filled(uri, "q").optionalText("q", q, LONGEST_SEARCH).done();
        PageRequest page = PageRequest.of(limit, cursor);
        return registry.search(q, page);
    }

    /** Shows a published version. */
    @GET
    @Path(VERSION)
    @Operation(operationId = "getPack", summary = "Shows a published version of a pack.")
    public PackView get(@PathParam("name") String name, @PathParam("version") String version) {
        return registry.find(name, version).orElseThrow(() -> notFound(name, version));
    }

    /** Lets no spoke choose the version anew while another one fits. */
    @POST
    @Path(VERSION + "/deprecate")
    @Operation(operationId = "deprecatePack", summary = "Lets no spoke choose the version anew while another one fits.")
    @APIResponse(
            responseCode = "200",
            description = "The version as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PackView.class)))
    public Response deprecate(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam("Idempotency-Key") String key) {
        return deprecate(name, version, key, true);
    }

    /** Takes a deprecation back. */
    @POST
    @Path(VERSION + "/undeprecate")
    @Operation(operationId = "undeprecatePack", summary = "Takes a deprecation back.")
    @APIResponse(
            responseCode = "200",
            description = "The version as it is now.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PackView.class)))
    public Response undeprecate(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam("Idempotency-Key") String key) {
        return deprecate(name, version, key, false);
    }

    private Response deprecate(String name, String version, String key, boolean deprecated) {
        Map<String, Boolean> wanted = Map.of("deprecated", deprecated);
        return Replies.response(once.perform(
                key,
                "POST packs/" + name + "/" + version,
                wanted,
                () -> () -> registry.deprecate(name, version, deprecated)
                        .map(pack -> new Reply(200, null, null, Json.tree(pack)))
                        .orElseThrow(() -> notFound(name, version))));
    }

    private static RuntimeException notFound(String name, String version) {
        return Problem.notFound("published pack", name + " " + version);
    }

    private static String path(NewPack pack) {
        return "/hub/api/v1/packs/" + encoded(pack.name()) + "/" + encoded(pack.version());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
