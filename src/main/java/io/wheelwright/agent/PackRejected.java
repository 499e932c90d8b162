package io.wheelwright.agent;

/** A pack cannot be installed; the message is the reason that the hub is told. */
final class PackRejected extends Exception {
    private static final long serialVersionUID = 1L;

    PackRejected(String reason) {
        super(reason);
    }
}
