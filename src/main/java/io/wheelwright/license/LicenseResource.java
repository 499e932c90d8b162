package io.wheelwright.license;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What everybody may know of licenses. */
@Path("/api/v1/licenses")
@PermitAll
public class LicenseResource {

    private final LicenseIssuer issuer;

    LicenseResource(LicenseIssuer issuer) {
        this.issuer = issuer;
    }

    /** The key set that verifies licenses. */
    @GET
    @Path("/jwks")
    public JsonNode jwks() {
        return Json.read(issuer.jwks(), JsonNode.class);
    }
}
