package io.wheelwright.billing.payment;

/** The hub itself does not make a call, by what it has read of Stripe: the call has failed, and this says why. */
class CallRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param why for people, without secrets
     */
    CallRefused(String why) {
        super(why);
    }
}
