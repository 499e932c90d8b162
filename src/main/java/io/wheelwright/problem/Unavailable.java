package io.wheelwright.problem;

/** That something outside of the hub, without which it cannot do what was asked, is away: a request is answered with 503. */
public class Unavailable extends IllegalStateException {

    private final String what;

    /**
     * @param what what is away, as a request's answer names it
     * @param message for the log
     */
    protected Unavailable(String what, String message, Throwable cause) {
        super(message, cause);
        this.what = what;
    }

    String what() {
        return what;
    }
}
