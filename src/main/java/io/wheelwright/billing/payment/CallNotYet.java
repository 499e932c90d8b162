package io.wheelwright.billing.payment;

import java.time.Instant;

/** The hub does not do it yet, by what it has read: the call is tried again later. The message says why, for people. */
class CallNotYet extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Instant until;

    /**
     * Says so.
     *
     * @param until when it is to be tried at the latest
     */
    CallNotYet(String why, Instant until) {
        super(why);
        this.until = until;
    }

    Instant until() {
        return until;
    }
}
