package io.wheelwright.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import io.wheelwright.access.Role;
import io.wheelwright.agent.protocol.LicenseBundle;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.pack.Packs;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a spoke's agent pulls. */
@Path("/api/v1/spokes/{spoke_id}")
@Tag(name = "agent")
@RolesAllowed(Role.SPOKE)
public class AgentResource {

    private final OwnSpoke own;
    private final Packs packs;
    private final LicenseIssuer issuer;

    AgentResource(OwnSpoke own, Packs packs, LicenseIssuer issuer) {
        this.own = own;
        this.packs = packs;
        this.issuer = issuer;
    }

    /** The packs that the spoke should have. */
    @GET
    @Path("/manifest")
    @Operation(operationId = "getManifest", summary = "Shows the packs that the spoke should have.")
    public Manifest manifest(@PathParam("spoke_id") String spokeId) {
        return packs.published(own.uid(spokeId)).orElseThrow(() -> Problem.notFound("manifest for", spokeId));
    }

    /** The spoke's license. */
    @GET
    @Path("/license")
    @Operation(
            operationId = "getLicense",
            summary = "Shows the license of the spoke, renewed if it is older than a day.")
    public LicenseBundle license(@PathParam("spoke_id") String spokeId) {
        return issuer.current(own.uid(spokeId))
                .map(license -> new LicenseBundle(license.token(), Json.read(issuer.jwks(), JsonNode.class)))
                .orElseThrow(() -> Problem.notFound("license for", spokeId));
    }
}
