package io.wheelwright.mail;

import io.vertx.ext.mail.SMTPException;
import io.wheelwright.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a mail is tried that cannot be sent.
 *
 * @param longest time after which it is given up
 * @param pauses time between attempts
 */
record Patience(Duration longest, Backoff pauses) {

    /** Servers come back, and settings are corrected. */
    static final Patience WITH_THE_SERVER =
            new Patience(Duration.ofDays(3), new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(15)));

    /** A server refuses good mailboxes as well while it does not know the hub for one of its own. */
    static final Patience WITH_THE_MAILBOX =
            new Patience(Duration.ofDays(1), new Backoff(Duration.ofHours(1), Duration.ofHours(4)));

    /** What the mail client says of an answer to RCPT TO; it has no other way to tell it from one to a login. */
    private static final String RECIPIENT = "recipient address not accepted";

    static Patience with(Throwable cause) {
        return isRefusal(cause) ? WITH_THE_MAILBOX : WITH_THE_SERVER;
    }

    /** When to try again; empty when it is to be given up. */
    Optional<Instant> next(Instant askedAt, int attempts, Instant now) {
        return now.isBefore(askedAt.plus(longest)) ? Optional.of(now.plus(pauses.after(attempts))) : Optional.empty();
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof SMTPException answer
                && answer.isPermanent()
                && answer.getMessage().startsWith(RECIPIENT);
    }
}
