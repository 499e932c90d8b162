package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
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

    private static final MessageView MAILED =
            new MessageView("If there is an account with this address, a link is in its mailbox.");

    private final PasswordResets resets;
    private final Passwords passwords;
    private final RateLimits limits;

    PasswordResetResource(PasswordResets resets, Passwords passwords, RateLimits limits) {
        this.resets = resets;
        this.passwords = passwords;
        this.limits = limits;
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
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public Response ask(@Context HttpServerRequest request, AddressRequest wanted) {
        Address address = Check.body(wanted).check();
        limits.takeMail(RateLimit.MAIL, request, address.key());
        resets.ask(address);
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
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public MessageView set(NewPassword wanted) {
        Check.body(wanted).check();
        UserEntity owner = Optional.of(wanted)
                .filter(NewPassword::mayBeOurs)
                .flatMap(likely -> resets.owner(likely.token()))
                .orElseThrow(PasswordResetResource::unknown);
        PasswordRules.checkStrength(wanted.password(), owner.email, owner.fullName);
        if (!resets.set(wanted.token(), passwords.hash(wanted.password()))) {
            throw unknown();
        }
        return new MessageView("The password is set: log in with it.");
    }

    private static RuntimeException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "The link is not good any more: ask for another one.");
    }
}
