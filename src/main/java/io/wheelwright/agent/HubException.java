package io.wheelwright.agent;

import java.time.Duration;
import java.util.Set;

/** The hub did not do what it was asked for. It heals when the hub, the network or the spoke's key do. */
final class HubException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 422);

    private final Duration retryAfter;
    private final boolean forGood;

    private HubException(String message, Duration retryAfter, boolean forGood) {
        super(message);
        this.retryAfter = retryAfter;
        this.forGood = forGood;
    }

    /** The hub cannot be reached, or what answered is not a hub. */
    static HubException unreachable(String why) {
        return new HubException("The hub cannot be reached: " + why, Duration.ZERO, false);
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
                retryAfter,
                FOR_GOOD.contains(status));
    }

    /** The spoke's key cannot be read. */
    static HubException withoutKey(String why) {
        return new HubException("The spoke's key cannot be read: " + why, Duration.ZERO, false);
    }

    /** Whether the same request would be refused however often it comes. */
    boolean isForGood() {
        return forGood;
    }

    /** How long the hub wants to be left alone; zero when it did not say. */
    Duration retryAfter() {
        return retryAfter;
    }
}
