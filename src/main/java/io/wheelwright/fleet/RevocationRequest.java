package io.wheelwright.fleet;

import io.wheelwright.problem.Check;

/** Why licenses are to be revoked. */
public record RevocationRequest(String reason) {

    private static final int LONGEST = 512;

    /** Ends the request if no reason is given. */
    RevocationRequest checked() {
        new Check().text("reason", reason, LONGEST).done();
        return this;
    }
}
