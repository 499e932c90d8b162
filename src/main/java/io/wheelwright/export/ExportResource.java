package io.wheelwright.export;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.Json;
import io.wheelwright.access.Role;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Exports over REST. */
@Path("/api/v1/organizations/{org_id}/exports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class ExportResource {

    private final Exports exports;
    private final RateLimits limits;
    private final Once once;

    ExportResource(Exports exports, RateLimits limits, Once once) {
        this.exports = exports;
        this.limits = limits;
        this.once = once;
    }

    /** Asks for an export. */
    @POST
    @Operation(
            operationId = "exportOrganization",
            summary =
                    "Makes an archive of all that the hub holds of an organization, and has the export hooks of its instances"
                            + " run.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "202",
            description = "It is being made.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ExportView.class)))
    public Response ask(
            @PathParam("org_id") String orgId,
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") String key) {
        return Replies.response(once.perform(key, "POST exports of " + orgId, Map.of(), () -> {
            exports.check(orgId);
            limits.takeAnywhere(RateLimit.EXPORT, request, orgId);
            return () -> {
                ExportView export = exports.ask(orgId);
                String location = "/hub/api/v1/organizations/%s/exports/%s".formatted(orgId, export.id());
                return new Reply(202, location, null, Json.tree(export));
            };
        }));
    }

    /** Shows an export. */
    @GET
    @Path("/{export_id}")
    @Operation(operationId = "getExport", summary = "Shows how far an export is, and the checksum of its archive.")
    public ExportView get(@PathParam("org_id") String orgId, @PathParam("export_id") String id) {
        return exports.known(orgId, PathId.of("export", id));
    }

    /** Makes a link to the archive. */
    @POST
    @Path("/{export_id}/link")
    @Operation(
            operationId = "linkExport",
            summary = "Makes a link to the archive, which is shown this once; a former link is good no longer.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    @APIResponse(
            responseCode = "201",
            description = "The link: whoever has it can download the archive until it ends.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ExportLink.class)))
    public Response link(@PathParam("org_id") String orgId, @PathParam("export_id") String id) {
        return Response.status(Response.Status.CREATED)
                .entity(exports.link(orgId, PathId.of("export", id)))
                .build();
    }
}
