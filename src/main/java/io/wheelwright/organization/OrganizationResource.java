package io.wheelwright.organization;

import io.wheelwright.Json;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.deletion.DeletionRequests;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Organizations over REST. */
@Path("/api/v1/organizations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class OrganizationResource {

    private static final String PATH = "/hub/api/v1/organizations/";

    private final Organizations organizations;
    private final DeletionRequests deletions;
    private final Once once;
    private final Caller caller;

    OrganizationResource(Organizations organizations, DeletionRequests deletions, Once once, Caller caller) {
        this.organizations = organizations;
        this.deletions = deletions;
        this.once = once;
        this.caller = caller;
    }

    /** Creates an organization. */
    @POST
    @Operation(
            operationId = "createOrganization",
            summary = "Creates an organization.",
            extensions = @Extension(name = "x-problems", value = "unavailable"))
    @APIResponse(
            responseCode = "201",
            description = "It is taken; its resource follows.",
            headers = {@Header(name = "Location", ref = "Location"), @Header(name = "ETag", ref = "ETag")},
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OrganizationView.class)))
    public Response create(@HeaderParam("Idempotency-Key") String key, NewOrganization wanted) {
        Check.body(wanted).check();
        return Replies.response(once.perform(key, "POST organizations", wanted, () -> {
            organizations.check(wanted);
            return () -> {
                Organizations.Versioned made = organizations.create(wanted);
                String location = PATH + made.organization().orgId();
                return new Reply(201, location, made.etag(), Json.tree(made.organization()));
            };
        }));
    }

    /** Lists the organizations. */
    @GET
    @Operation(operationId = "listOrganizations", summary = "Lists the organizations, oldest first.")
    public Page<OrganizationView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return organizations.list(PageRequest.of(limit, cursor));
    }

    /** Shows an organization. */
    @GET
    @Path("/{org_id}")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(operationId = "getOrganization", summary = "Shows an organization.")
    @APIResponse(
            responseCode = "200",
            description = "The organization.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OrganizationView.class)))
    public Response get(@PathParam("org_id") String orgId) {
        Organizations.Versioned found =
                organizations.find(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
        OrganizationView organization =
                caller.isCustomer() ? found.organization().forCustomers() : found.organization();
        return Response.ok(organization).header("ETag", found.etag()).build();
    }

    /** Deletes an organization. */
    @DELETE
    @Path("/{org_id}")
    @Operation(
            operationId = "deleteOrganization",
            summary = "Deletes an organization, once it has no spokes any more.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    @APIResponse(
            responseCode = "202",
            description = "The deletion follows.",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OrganizationView.class)))
    public Response delete(@PathParam("org_id") String orgId) {
        return Response.accepted(deletions.organization(orgId)).build();
    }

    /** Changes an organization. */
    @PATCH
    @Path("/{org_id}")
    @Operation(
            operationId = "changeOrganization",
            summary = "Changes the name or the address of an organization.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "200",
            description = "The organization as it is now.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OrganizationView.class)))
    public Response change(
            @PathParam("org_id") String orgId,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("If-Match") String ifMatch,
            OrganizationChange wanted) {
        Check.body(wanted).check();
        Optional<String> version = Optional.ofNullable(ifMatch);
        return Replies.response(once.perform(key, "PATCH organizations/" + orgId, wanted, () -> {
            organizations.check(orgId, wanted, version);
            return () -> {
                Organizations.Versioned changed = organizations.change(orgId, wanted, version);
                return new Reply(200, null, changed.etag(), Json.tree(changed.organization()));
            };
        }));
    }
}
