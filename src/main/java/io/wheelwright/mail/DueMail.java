package io.wheelwright.mail;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A mail that one hub has taken to send.
 *
 * @param attempts how often it could not be sent before
 */
record DueMail(
        long id,
        String kind,
        String anchor,
        String recipient,
        Map<String, String> model,
        Instant askedAt,
        int attempts) {

    Reason reason() {
        return new Reason(anchor, model, askedAt);
    }

    /** The same to somebody else, with these details beside its model or instead of it. */
    DueMail with(String to, Map<String, String> details) {
        Map<String, String> all = new HashMap<>(model);
        all.putAll(details);
        return new DueMail(id, kind, anchor, to, all, askedAt, attempts);
    }
}
