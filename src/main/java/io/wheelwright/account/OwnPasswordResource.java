package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The password of who is logged in, over REST. */
@Path("/api/v1/me/password")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@RolesAllowed(Role.MEMBER)
public class OwnPasswordResource {

    private final OwnPassword own;

    OwnPasswordResource(OwnPassword own) {
        this.own = own;
    }

    /** Changes the password. */
    @POST
    @Operation(
            operationId = "changePassword",
            summary = "Changes the password of who is logged in, and ends all their other sessions.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict"))
    public MessageView change(@Context HttpServerRequest request, PasswordChange wanted) {
        Check.body(wanted).check();
        own.change(request, wanted);
        return new MessageView("The password is changed, and you are logged out everywhere else.");
    }
}
