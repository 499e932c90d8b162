package io.wheelwright;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Says that the hub is there. Whether it can work is told by {@code /q/health/ready}. */
@Path("/health")
@Tag(name = "health")
@PermitAll
public class HealthResource {

    /** Answers. */
    @GET
    @Operation(operationId = "health", summary = "Says that the hub is there.")
    @APIResponse(
            responseCode = "200",
            description = "The hub is there.",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Health")))
    public Map<String, String> health() {
        return Map.of("status", "ok");
    }
}
