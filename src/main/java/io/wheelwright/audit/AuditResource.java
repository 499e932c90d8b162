package io.wheelwright.audit;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit over REST. */
@Path("/api/v1/audit")
@Tag(name = "audit")
@RolesAllowed(Role.ADMIN)
public class AuditResource {

    private static final String JSON_LINES = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final Pattern FORMAT = Pattern.compile("jsonl|csv");

    private final Audit audit;
    private final Verification verification;

    AuditResource(Audit audit, Verification verification) {
        this.audit = audit;
        this.verification = verification;
    }

    /** Lists the changes. */
    @GET
    @Operation(operationId = "listAudit", summary = "Lists the changes, oldest first.")
    public Page<AuditView> list(
            @BeanParam AuditSelection selection,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        return audit.list(selection.checked(uri), PageRequest.of(limit, cursor));
    }

    /** Streams the changes. */
    @GET
    @Path("/export")
    @Operation(operationId = "exportAudit", summary = "Streams the changes, oldest first, as JSON Lines or CSV.")
    @APIResponse(
            responseCode = "200",
            description = "The changes, one a line.",
            content = {
                @Content(mediaType = JSON_LINES, schema = @Schema(ref = "Lines")),
                @Content(mediaType = CSV, schema = @Schema(ref = "Lines"))
            })
    public Response export(
            @QueryParam("format") String format, @BeanParam AuditSelection selection, @Context UriInfo uri) {
        new Check()
                .filled(uri, "format")
                .matches("format", format, FORMAT, "must be jsonl or csv")
                .done();
        AuditExport export = new AuditExport(audit, selection.checked(uri));
        boolean csv = "csv".equals(format);
        StreamingOutput content = csv ? export::csv : export::jsonLines;
        return Response.ok(content, csv ? CSV + ";charset=UTF-8" : JSON_LINES)
                .header("Content-Disposition", "attachment; filename=\"audit." + (csv ? "csv" : "jsonl") + "\"")
                .build();
    }

    /** Whether anything was changed since it was recorded. */
    @GET
    @Path("/verification")
    @Operation(
            operationId = "verifyAudit",
            summary = "Follows the seals, all or those behind one that was noted, and names the first broken one.",
            extensions = @Extension(name = "x-problems", value = "unavailable"))
    public AuditVerification verify(
            @QueryParam("seal") String seal, @QueryParam("head") String head, @Context UriInfo uri) {
        new Check().filled(uri, "seal", "head").done();
        return verification.run(NotedSeal.of(seal, head));
    }
}
