package io.wheelwright.account;

import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** New passwords over REST. */
@Path("/api/v1/password-reset")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@PermitAll
public class PasswordResetResource {

    private static final AcceptedView MAILED =
            new AcceptedView("If there is an account with this address, a link is in its mailbox.");

    private final PasswordResets resets;
    private final Passwords passwords;

    PasswordResetResource(PasswordResets resets, Passwords passwords) {
        this.resets = resets;
        this.passwords = passwords;
    }

    /** Sends a link. */
    @POST
    @Operation(
            operationId = "askForPassword",
            summary = "Sends a link to a new password; the answer is the same for every address.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "202",
            description = "If there is an account, its owner gets a mail.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AcceptedView.class)))
    public Response ask(AddressRequest request) {
        resets.ask(Check.body(request).check());
        return Response.accepted(MAILED).build();
    }

    /** Sets a new password. */
    @POST
    @Path("/confirm")
    @Operation(
            operationId = "setPassword",
            summary = "Sets a new password by the token of the mail, and ends all sessions.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "200",
            description = "The password is set.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoneView.class)))
    public DoneView set(NewPassword wanted) {
        Check check = new Check().text("token", Check.body(wanted).token(), TokenRequest.LONGEST);
        PasswordRules.check(check, wanted.password());
        check.done();
        UserEntity owner = resets.owner(wanted.token()).orElseThrow(PasswordResetResource::unknown);
        Check personal = new Check();
        PasswordRules.check(personal, wanted.password(), owner.email, owner.fullName);
        personal.done();
        if (!resets.set(wanted.token(), passwords.hash(wanted.password()))) {
            throw unknown();
        }
        return new DoneView("The password is set: log in with it.");
    }

    private static RuntimeException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "The link is not good any more: ask for another one.");
    }
}
