package io.wheelwright.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of problems, each described in docs/problems.md. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHORIZED(401, "Who are you?"),
    PAYMENT_REFUSED(402, "The payment was declined"),
    FORBIDDEN(403, "You may not do this"),
    ORGANIZATION_SUSPENDED(403, "The organization is suspended"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This cannot be done to it"),
    NOT_ACCEPTABLE(406, "There is no such representation"),
    CONFLICT(409, "It conflicts with what is there"),
    OWNED_BY_ANOTHER(409, "Somebody else owns this field"),
    PRECONDITION_FAILED(412, "It has changed since"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Send JSON"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "The hub failed"),
    UNAVAILABLE(503, "The hub cannot do this at the moment");

    private static final String BASE = "https://wheelwright.io/problems/";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    static ProblemType of(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status)
                .findFirst()
                .orElse(status < 500 ? INVALID_REQUEST : INTERNAL_ERROR);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Last part of the URI; also the heading in docs/problems.md. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public URI uri() {
        return URI.create(BASE + slug());
    }
}
