package io.wheelwright.export;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a link to an export opens, for whoever has it. */
@Path("/api/v1/exports/{link_token}")
@Tag(name = "organizations")
@PermitAll
public class ArchiveResource {

    private static final String ZIP = "application/zip";

    private final Exports exports;

    ArchiveResource(Exports exports) {
        this.exports = exports;
    }

    /** Downloads the archive. */
    @GET
    @Produces(ZIP)
    @Operation(operationId = "downloadExport", summary = "Downloads the archive that a link opens.")
    @APIResponse(
            responseCode = "200",
            description = "A ZIP of JSON Lines, a file a table, with a manifest.",
            content = @Content(mediaType = ZIP, schema = @Schema(ref = "ZipArchive")))
    public Response download(@PathParam("link_token") String token) {
        ExportView export = exports.opened(token);
        StreamingOutput content = out -> exports.copy(export, out);
        return Response.ok(content, ZIP)
                .header("Content-Length", export.size())
                .header("Content-Disposition", "attachment; filename=\"" + export.orgId() + ".zip\"")
                .build();
    }
}
