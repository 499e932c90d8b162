package io.wheelwright.license;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What everybody may know of licenses. */
@Path("/api/v1/licenses")
@Tag(name = "licenses")
@PermitAll
public class LicenseResource {

    private static final String PEM = "application/x-pem-file";

    /** How long others may keep the answer. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final LicenseIssuer issuer;

    LicenseResource(LicenseIssuer issuer) {
        this.issuer = issuer;
    }

    /** The key set that verifies licenses. */
    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getLicenseKeys", summary = "Shows the keys that verify licenses.")
    @APIResponse(
            responseCode = "200",
            description = "The key set.",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "JwkSet")))
    public Response jwks() {
        return cacheable(Json.read(issuer.jwks(), JsonNode.class));
    }

    /** The public key alone. */
    @GET
    @Path("/public-key")
    @Produces(PEM)
    @Operation(
            operationId = "getLicensePublicKey",
            summary = "Shows the key that verifies the licenses that are signed now, in PEM.")
    @APIResponse(
            responseCode = "200",
            description = "The public key.",
            content = @Content(mediaType = PEM, schema = @Schema(ref = "Lines")))
    public Response publicKey() {
        return cacheable(issuer.publicKey());
    }

    private static Response cacheable(Object body) {
        return Response.ok(body)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + KEPT.toSeconds())
                .build();
    }
}
