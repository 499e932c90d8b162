package io.wheelwright.spoke.phase;

import java.time.Duration;

/** What a visit of a phase found. Expected waiting is a value; exceptions are for surprises. */
public sealed interface Outcome {

    /** The phase is complete: what it stands for exists. */
    record Done() implements Outcome {}

    /**
     * Something that will come by itself, or by somebody else's doing, is not there yet.
     *
     * @param reason CamelCase word for machines
     * @param message full sentence that names what is waited for
     * @param recheck when to look again if no event says so earlier
     */
    record Waiting(String reason, String message, Duration recheck) implements Outcome {}

    /** Nothing will change until a person changes something; the message says what. */
    record Stalled(String reason, String message) implements Outcome {}

    Outcome DONE = new Done();

    static Outcome waiting(String reason, String message, Duration recheck) {
        return new Waiting(reason, message, recheck);
    }

    static Outcome stalled(String reason, String message) {
        return new Stalled(reason, message);
    }
}
