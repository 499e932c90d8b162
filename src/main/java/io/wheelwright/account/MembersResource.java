package io.wheelwright.account;

import io.wheelwright.Page;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The members of organizations over REST. */
@Path("/api/v1/organizations/{org_id}/members")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "members")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class MembersResource {

    private static final String MEMBER = "member";

    private final Team team;

    MembersResource(Team team) {
        this.team = team;
    }

    /** Lists the members. */
    @GET
    @Operation(operationId = "listMembers", summary = "Lists who belongs to the organization, longest first.")
    public Page<MemberView> list(@PathParam("org_id") String orgId) {
        return team.list(orgId);
    }

    /** Gives a member another role. */
    @PATCH
    @Path("/{user_id}")
    @Operation(
            operationId = "changeMember",
            summary = "Gives a member another role. Admins decide about admins and viewers, owners about everybody.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    public MemberView change(
            @PathParam("org_id") String orgId, @PathParam("user_id") String userId, RoleChange wanted) {
        Check.body(wanted).check();
        return team.change(orgId, PathId.of(MEMBER, userId), wanted.role());
    }

    /** Ends a membership. */
    @DELETE
    @Path("/{user_id}")
    @Operation(
            operationId = "removeMember",
            summary = "Ends a membership, with the API tokens that the member has made. Everybody may leave; the last"
                    + " owner cannot.",
            extensions = @Extension(name = "x-problems", value = "conflict"))
    public MemberView remove(@PathParam("org_id") String orgId, @PathParam("user_id") String userId) {
        return team.remove(orgId, PathId.of(MEMBER, userId));
    }
}
