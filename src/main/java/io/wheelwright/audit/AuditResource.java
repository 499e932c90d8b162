package io.wheelwright.audit;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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

    /** Lists the changes, oldest first. */
    @GET
    @Operation(operationId = "listAudit", summary = "Lists the changes, oldest first.")
    public Page<AuditView> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return audit.list(PageRequest.of(limit, cursor));
    }
}
