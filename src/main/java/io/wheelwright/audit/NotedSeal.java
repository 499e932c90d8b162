package io.wheelwright.audit;

import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/**
 * A seal that somebody has noted when everything up to it was intact.
 *
 * @param seq its number; 0 for the start of the chain
 * @param hash the seal
 */
record NotedSeal(long seq, String hash) {

    /** Nothing is noted: the chain is followed from its start. */
    static final NotedSeal START = new NotedSeal(0, Link.START);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Reads the query parameters; both, or neither, may be null. */
    static NotedSeal of(String seal, String head) {
        Check check = new Check()
                .matches("seal", seal, NUMBER, "must be what sealed was in an earlier answer")
                .matches("head", head, HASH, "must be what head was in that answer");
        if ((seal == null) != (head == null)) {
            check.error(seal == null ? "seal" : "head", "is required: a seal is noted by its number and its head");
        }
        check.done();
        return seal == null ? START : new NotedSeal(Long.parseLong(seal), head);
    }
}
