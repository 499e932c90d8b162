package io.wheelwright.billing.stripe;

/** It cannot be told yet what follows; another try can. */
public final class NotYet extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what it waits for, for people. */
    public NotYet(String why) {
        super(why);
    }
}
