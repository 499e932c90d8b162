package io.wheelwright.fleet;

import io.wheelwright.access.Role;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.license.LicenseKeyUnavailable;
import io.wheelwright.license.Revocations;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The licenses of an organization, made anew from what is known of them: tokens are not kept. */
@Path("/api/v1/licenses")
@Tag(name = "licenses")
@RolesAllowed(Role.ADMIN)
public class OrganizationLicensesResource {

    private final Fleet fleet;
    private final Organizations organizations;
    private final LicenseIssuer issuer;
    private final Revocations revocations;

    OrganizationLicensesResource(
            Fleet fleet, Organizations organizations, LicenseIssuer issuer, Revocations revocations) {
        this.fleet = fleet;
        this.organizations = organizations;
        this.issuer = issuer;
        this.revocations = revocations;
    }

    /** The license of each spoke that has one. */
    @GET
    @Path("/{org_id}")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(
            operationId = "getOrganizationLicenses",
            summary = "Shows the licenses that an organization's spokes have, as tokens and decoded.")
    public OrganizationLicenses get(@PathParam("org_id") String orgId) {
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        return organizations
                .uidOf(orgId)
                .map(uid -> view(orgId, uid))
                .orElseGet(() -> new OrganizationLicenses(orgId, null, List.of()));
    }

    /** Revokes the licenses. */
    @POST
    @Path("/{org_id}/revoke")
    @Operation(
            operationId = "revokeLicenses",
            summary = "Revokes the licenses of an organization's spokes, and those to come, until they are reinstated.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    public OrganizationLicenses revoke(@PathParam("org_id") String orgId, RevocationRequest request) {
        String reason = Check.body(request).checked().reason();
        String uid = uid(orgId);
        revocations.revoke(
                uid, orgId, fleet.tenants(uid).stream().map(Tenant::spokeUid).toList(), reason);
        return changed(orgId, uid);
    }

    /** Takes that back. */
    @POST
    @Path("/{org_id}/reinstate")
    @Operation(
            operationId = "reinstateLicenses",
            summary = "Lets an organization have the licenses again that billing grants.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    public OrganizationLicenses reinstate(@PathParam("org_id") String orgId) {
        String uid = uid(orgId);
        revocations.reinstate(uid, orgId);
        return changed(orgId, uid);
    }

    private String uid(String orgId) {
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        return organizations
                .uidOf(orgId)
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT, "The organization is still being made: try again in a moment."));
    }

    /** What is done is done: licenses that cannot be signed again at the moment are left out of the answer. */
    private OrganizationLicenses changed(String orgId, String uid) {
        try {
            return view(orgId, uid);
        } catch (LicenseKeyUnavailable away) {
            return new OrganizationLicenses(orgId, revocations.of(uid).orElse(null), List.of());
        }
    }

    private OrganizationLicenses view(String orgId, String uid) {
        List<SpokeLicense> licenses =
                fleet.tenants(uid).stream().flatMap(this::license).toList();
        return new OrganizationLicenses(orgId, revocations.of(uid).orElse(null), licenses);
    }

    private Stream<SpokeLicense> license(Tenant spoke) {
        return issuer
                .current(spoke.spokeUid())
                .map(license -> new SpokeLicense(spoke.spokeId(), license.token(), license.decoded()))
                .stream();
    }
}
