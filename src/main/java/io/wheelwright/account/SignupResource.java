package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.PathId;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signup over REST. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
@PermitAll
public class SignupResource {

    private static final MessageView MAILED =
            new MessageView("Look into your mailbox: what follows is in the mail that was sent there.");

    private static final String CONFIRMED_BEFORE =
            "The address was confirmed before, and the password is the one of then:"
                    + " log in, or ask for a new password if you forgot it.";

    private final Enrollment enrollment;
    private final Signups signups;
    private final SignupViews views;
    private final Offers offers;
    private final ChallengeCheck challenge;
    private final SessionKey key;
    private final RateLimits limits;
    private final Once once;
    private final boolean verifyEmail;
    private final DeniedDomains denied;

    SignupResource(
            Enrollment enrollment,
            Signups signups,
            SignupViews views,
            Offers offers,
            ChallengeCheck challenge,
            SessionKey key,
            RateLimits limits,
            Once once,
            WheelwrightConfig config) {
        this.enrollment = enrollment;
        this.signups = signups;
        this.views = views;
        this.offers = offers;
        this.challenge = challenge;
        this.key = key;
        this.limits = limits;
        this.once = once;
        this.verifyEmail = config.hosted().verifyEmail();
        this.denied = new DeniedDomains(config.hosted().deniedDomains().orElse(Set.of()));
    }

    /** Signs somebody up. */
    @POST
    @Path("/signup")
    @Operation(
            operationId = "signUp",
            summary = "Opens an account with an organization, a trial and an instance.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict"))
    @APIResponse(
            responseCode = "201",
            description = "The account is open and the instance is on its way; where addresses need no confirmation.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SignupView.class)))
    @APIResponse(
            responseCode = "202",
            description = "A mail says how it goes on, the same for every address; where addresses are confirmed.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public Response signUp(
            @HeaderParam("Idempotency-Key") String key, @Context HttpServerRequest request, SignupRequest wanted) {
        Address address = Check.body(wanted).check(denied, !verifyEmail);
        return Replies.response(once.perform(
                "signup:" + Digest.sha256(address.key()),
                key,
                "POST signup",
                wanted.withPassword(verifyEmail ? null : this.key.trace(wanted.password())),
                () -> prepare(request, address, wanted)));
    }

    /** Shows what has become of a signup. */
    @GET
    @Path("/signups/{signup_id}")
    @Operation(
            operationId = "getSignup",
            summary = "Shows for a day what a signup has led to; its id is known to nobody else.")
    public SignupView get(@PathParam("signup_id") String signupId) {
        return PathId.parse(signupId)
                .flatMap(signups::find)
                .map(views::of)
                .orElseThrow(() -> Problem.notFound("signup", signupId));
    }

    /** Confirms an address. */
    @POST
    @Path("/verify-email")
    @Operation(
            operationId = "verifyEmail",
            summary = "Confirms an address by the token of the mail, and opens the account with the password that comes"
                    + " with it; once more shows it again and changes nothing.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict"))
    @APIResponse(
            responseCode = "200",
            description = "The account is open and the instance is on its way.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SignupView.class)))
    public SignupView verify(NewPassword given) {
        Check.body(given).check();
        return enrollment
                .confirm(given)
                .map(this::view)
                .orElseThrow(() -> Problem.of(
                        ProblemType.NOT_FOUND,
                        "The link is not good any more: ask for another one, or sign up again."));
    }

    /** Sends the mail once more. */
    @POST
    @Path("/verify-email/resend")
    @Operation(
            operationId = "resendVerification",
            summary = "Sends the mail of an open signup once more; the answer is the same for every address.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "202",
            description = "If there is an open signup, its mail is sent again.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public Response resend(@Context HttpServerRequest request, AddressRequest wanted) {
        Address address = Check.body(wanted).check();
        limits.takeMail(RateLimit.MAIL, request, address.key());
        signups.remind(address);
        return Response.accepted(MAILED).build();
    }

    private SignupView view(Enrollment.Confirmed confirmed) {
        return views.of(confirmed.signup(), confirmed.before() ? CONFIRMED_BEFORE : null);
    }

    private Supplier<Reply> prepare(HttpServerRequest request, Address address, SignupRequest wanted) {
        if (verifyEmail) {
            limits.takeMail(RateLimit.SIGNUP, request, address.key());
        } else {
            limits.take(RateLimit.SIGNUP, request, "");
        }
        challenge.demand(wanted.challengeResponse());
        Offer offer = offers.find(wanted.productId(), wanted.plan());
        if (verifyEmail) {
            enrollment.check(wanted);
            return () -> keep(address, wanted, offer);
        }
        Proof proof = enrollment.prove(address, wanted, limits.place(request));
        return () -> open(address, wanted, offer, proof);
    }

    private Reply keep(Address address, SignupRequest wanted, Offer offer) {
        signups.keep(address, wanted, offer);
        return new Reply(202, null, null, Json.tree(MAILED));
    }

    private Reply open(Address address, SignupRequest wanted, Offer offer, Proof proof) {
        SignupEntity signup = signups.open(address, wanted, offer, proof);
        return new Reply(201, SignupViews.path(signup), null, Json.tree(views.begun(signup)));
    }
}
