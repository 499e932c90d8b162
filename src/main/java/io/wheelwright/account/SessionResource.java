package io.wheelwright.account;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.access.OwnPages;
import io.wheelwright.access.Role;
import io.wheelwright.access.SessionCookies;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Login and what follows from it over REST. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
public class SessionResource {

    private static final int LONGEST_TOKEN = 512;

    private final Logins logins;
    private final Sessions sessions;
    private final FailedLogins failures;
    private final RateLimits limits;
    private final People people;
    private final OwnPages pages;
    private final Caller caller;

    SessionResource(
            Logins logins,
            Sessions sessions,
            FailedLogins failures,
            RateLimits limits,
            People people,
            OwnPages pages,
            Caller caller) {
        this.logins = logins;
        this.sessions = sessions;
        this.failures = failures;
        this.limits = limits;
        this.people = people;
        this.pages = pages;
        this.caller = caller;
    }

    /** Logs somebody in. */
    @POST
    @Path("/login")
    @PermitAll
    @Operation(
            operationId = "logIn",
            summary = "Begins a session.",
            extensions = @Extension(name = "x-problems", value = "not-found unauthorized forbidden"))
    @APIResponse(
            responseCode = "200",
            description = "The session.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SessionView.class)))
    public Response logIn(@Context HttpServerRequest request, Credentials credentials) {
        Check.body(credentials).check();
        if (credentials.wantsCookies()) {
            demandOwnPage(request);
        }
        String account = credentials.account();
        limits.take(RateLimit.LOGIN, request, account);
        Tokens tokens = failures.inTurn(limits.place(request) + "\n" + account, () -> logins.user(credentials))
                .flatMap(sessions::begin)
                .orElseThrow(() -> Problem.of(ProblemType.UNAUTHORIZED, "Address or password is wrong."));
        return credentials.wantsCookies() ? SessionAnswer.cookies(tokens) : SessionAnswer.bearer(tokens);
    }

    /** Goes on with a session. */
    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    @Operation(
            operationId = "refreshSession",
            summary = "Gives the next pair of tokens for a refresh token, once; browsers send theirs as a cookie.",
            extensions = @Extension(name = "x-problems", value = "not-found unauthorized forbidden"))
    @APIResponse(
            responseCode = "200",
            description = "The session.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SessionView.class)))
    public Response refresh(@Context HttpServerRequest request, @Context HttpHeaders headers, RefreshRequest refresh) {
        Optional<String> sent = sent(refresh);
        Optional<String> cookie = cookie(headers);
        if (sent.isEmpty() && cookie.isPresent()) {
            demandOwnPage(request);
        }
        String token = sent.or(() -> cookie).orElse(null);
        new Check().text("refresh_token", token, LONGEST_TOKEN).done();
        sessions.toGoOn(token).ifPresent(id -> limits.takeAnywhere(RateLimit.REFRESH, request, id.toString()));
        Tokens tokens = sessions.goOn(token)
                .orElseThrow(() -> Problem.of(ProblemType.UNAUTHORIZED, "The session is over: log in again."));
        return sent.isPresent() ? SessionAnswer.bearer(tokens) : SessionAnswer.cookies(tokens);
    }

    /** Logs somebody out, also whose access token is not good any more. */
    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    @Operation(
            operationId = "logOut",
            summary = "Ends the session of the access token, or else of the refresh token; its tokens are good for"
                    + " nothing at once.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    @APIResponse(
            responseCode = "200",
            description = "The session is over.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MessageView.class)))
    public Response logOut(@Context HttpServerRequest request, @Context HttpHeaders headers, RefreshRequest refresh) {
        UUID session = caller.session();
        if (session != null) {
            sessions.end(session);
        } else {
            sent(refresh)
                    .or(() -> cookie(headers).filter(cookie -> pages.sent(request)))
                    .ifPresent(sessions::endBy);
        }
        MessageView message = new MessageView("You are logged out.");
        return session != null || pages.sent(request)
                ? SessionAnswer.forget(message)
                : Response.ok(message).build();
    }

    /** Shows who calls. */
    @GET
    @Path("/me")
    @RolesAllowed(Role.MEMBER)
    @Operation(
            operationId = "getMe",
            summary = "Shows who is logged in, their organizations and the instances of these.",
            extensions = @Extension(name = "x-problems", value = "not-found"))
    public PersonView me() {
        return people.find(UUID.fromString(caller.id())).orElseThrow(() -> Problem.notFound("user", caller.id()));
    }

    private void demandOwnPage(HttpServerRequest request) {
        if (!pages.sent(request)) {
            throw Problem.of(
                    ProblemType.FORBIDDEN,
                    "Cookies are for the pages of the hub itself: ask for tokens with session bearer instead.");
        }
    }

    private static Optional<String> sent(RefreshRequest request) {
        return Optional.ofNullable(request).map(RefreshRequest::refreshToken);
    }

    private static Optional<String> cookie(HttpHeaders headers) {
        return Optional.ofNullable(headers.getCookies().get(SessionCookies.REFRESH))
                .map(Cookie::getValue);
    }
}
