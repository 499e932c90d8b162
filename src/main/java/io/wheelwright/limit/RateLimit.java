package io.wheelwright.limit;

import io.wheelwright.access.Pace;
import java.time.Duration;

/** What may be done a number of times within a while. */
public enum RateLimit {
    /** Signups from one place. */
    SIGNUP("signup", Duration.ofHours(1)),
    /** Logins to one account from one place. */
    LOGIN("login", Duration.ofMinutes(15)),
    /** New pairs of tokens for one session, wherever they are asked for. */
    REFRESH("refresh", Duration.ofHours(1)),
    /** Links by mail that are asked for from one place. */
    MAIL("mail", Duration.ofHours(1)),
    /** Mails to one address that are asked for from one place. */
    MAILBOX("mailbox", Duration.ofHours(1)),
    /** Invitations to one organization. */
    INVITATION("invitation", Duration.ofDays(1)),
    /** Exports of one organization. */
    EXPORT("export", Duration.ofHours(1)),
    /** Calls of one member or of one token of an organization. */
    MEMBER("member", Pace.WINDOW),
    /** Heartbeats of one spoke. */
    HEARTBEAT("heartbeat", Duration.ofMinutes(1)),
    /** Reports of usage of one spoke. */
    USAGE("usage", Duration.ofHours(1)),
    /** Calls from one place of callers whom the hub does not know. */
    ANONYMOUS("anonymous", Duration.ofMinutes(15));

    private final String slug;
    private final Duration window;

    RateLimit(String slug, Duration window) {
        this.slug = slug;
        this.window = window;
    }

    String slug() {
        return slug;
    }

    /** Over what it is counted. */
    public Duration window() {
        return window;
    }
}
