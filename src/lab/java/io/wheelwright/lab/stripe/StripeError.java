package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that is no success, in Stripe's shape. */
final class StripeError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ObjectNode body;

    private StripeError(int status, String type, String code, String param, String message) {
        super(message);
        this.status = status;
        ObjectNode error = Json.object("type", type, "message", message);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        body = Json.object("error", error);
    }

    static StripeError of(int status, String type, String code, String param, String message) {
        return new StripeError(status, type, code, param, message);
    }

    /** A request that Stripe does not understand or allow. */
    static StripeError invalid(String param, String message) {
        return of(400, "invalid_request_error", null, param, message);
    }

    static StripeError missing(String param) {
        return of(400, "invalid_request_error", "parameter_missing", param, "Missing required param: " + param + ".");
    }

    /** An object that is not there: 404 if the path names it, 400 if a parameter does. */
    static StripeError noSuch(int status, String kind, String id, String param) {
        return of(
                status,
                "invalid_request_error",
                "resource_missing",
                param,
                "No such " + kind.replace('_', ' ') + ": '" + id + "'");
    }

    static StripeError declined(String declineCode, String message) {
        StripeError error = of(402, "card_error", "card_declined", null, message);
        ((ObjectNode) error.body.get("error")).put("decline_code", declineCode);
        return error;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }

    /** Whether an idempotency key keeps this answer. What failed before it was begun is not kept. */
    boolean isKept() {
        return status == 402 || status >= 500;
    }
}
