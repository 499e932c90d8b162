package io.wheelwright.audit;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit over REST. */
@Path("/api/v1/audit")
@Tag(name = "audit")
@RolesAllowed(Role.ADMIN)
public class AuditResource {

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    /** Lists the changes. */
    @GET
    @Operation(operationId = "listAudit", summary = "Lists the changes, oldest first.")
    public Page<AuditView> list(
            @QueryParam("object") String object,
            @QueryParam("kind") String kind,
            @QueryParam("actor") String actor,
            @QueryParam("action") String action,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check().filled(uri, "object", "kind", "actor", "action").done();
        return audit.list(AuditFilter.of(object, kind, actor, action), PageRequest.of(limit, cursor));
    }
}
