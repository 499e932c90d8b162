package io.wheelwright.account;

import io.wheelwright.access.SessionCookies;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** How tokens reach who has logged in: in the answer, or as cookies that no script and no other site can use. */
final class SessionAnswer {

    /** Cookies that are the host's alone have no other path. */
    private static final String ANYWHERE = "/";

    private SessionAnswer() {}

    static Response bearer(Tokens tokens) {
        return Response.ok(new SessionView(
                        "Bearer", tokens.access(), tokens.accessLife().toSeconds(), tokens.refresh()))
                .header("Cache-Control", "no-store")
                .build();
    }

    static Response cookies(Tokens tokens) {
        return Response.ok(new SessionView("Cookie", null, tokens.accessLife().toSeconds(), null))
                .header("Cache-Control", "no-store")
                .cookie(
                        cookie(SessionCookies.ACCESS, tokens.access(), tokens.accessLife()),
                        cookie(SessionCookies.REFRESH, tokens.refresh(), tokens.refreshLife()))
                .build();
    }

    static Response forget(Object body) {
        return Response.ok(body)
                .cookie(
                        cookie(SessionCookies.ACCESS, "", Duration.ZERO),
                        cookie(SessionCookies.REFRESH, "", Duration.ZERO))
                .build();
    }

    private static NewCookie cookie(String name, String value, Duration life) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(ANYWHERE)
                .maxAge(Math.toIntExact(life.toSeconds()))
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
