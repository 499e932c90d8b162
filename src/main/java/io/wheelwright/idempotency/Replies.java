package io.wheelwright.idempotency;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Turns replies into responses. */
public final class Replies {

    private Replies() {}

    public static Response response(Reply reply) {
        Response.ResponseBuilder response = Response.status(reply.status()).entity(reply.body());
        if (reply.location() != null) {
            response.header(HttpHeaders.LOCATION, reply.location());
        }
        if (reply.etag() != null) {
            response.header(HttpHeaders.ETAG, reply.etag());
        }
        return response.build();
    }
}
