package io.wheelwright.audit;

import io.wheelwright.Digest;
import io.wheelwright.Json;
import java.time.Instant;
import java.util.Arrays;

/**
 * An entry of the audit as it is sealed: word for word what the database holds.
 *
 * @param before JSON as the database writes it; may be null, as may origin, after and requestId
 */
record Link(
        long id,
        Instant at,
        String actor,
        String origin,
        String action,
        String kind,
        String object,
        String before,
        String after,
        String requestId) {

    /** What the first entry of the chain is sealed onto. */
    static final String START = "0".repeat(64);

    /** The seal of this entry behind the one with the seal given. */
    String sealedOnto(String previous) {
        return Digest.sha256(Json.write(Arrays.asList(
                previous, id, at.toString(), actor, origin, action, kind, object, before, after, requestId)));
    }
}
