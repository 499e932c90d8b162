package io.wheelwright.agent;

import java.time.Duration;

/** The hub did not do what it was asked for. It heals when the hub, the network or the spoke's key do. */
final class HubException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    private HubException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** The hub cannot be reached, or what answered is not a hub. */
    static HubException unreachable(String why) {
        return new HubException("The hub cannot be reached: " + why, Duration.ZERO);
    }

    /**
     * The hub answers with a status that says no.
     *
     * @param detail what the hub says about it; may be empty
     */
    static HubException refused(int status, String detail, Duration retryAfter) {
        return new HubException(
                switch (status) {
                    case 401 ->
                        "The hub does not know this spoke's key (401); the key file is read again before each try.";
                    case 404 -> "The hub does not know this spoke, or has nothing for it (404).";
                    case 429 -> "The hub asks to come less often (429).";
                    default -> "The hub answers " + status + (detail.isEmpty() ? "." : ": " + detail);
                },
                retryAfter);
    }

    /** The spoke's key cannot be read. */
    static HubException withoutKey(String why) {
        return new HubException("The spoke's key cannot be read: " + why, Duration.ZERO);
    }

    /** How long the hub wants to be left alone; zero when it did not say. */
    Duration retryAfter() {
        return retryAfter;
    }
}
