package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the hub tells a spoke on the occasion of a heartbeat.
 *
 * @param osUpdateAvailable the product's version when it is newer than the reported one and the spoke may have it, else null
 * @param packUpdatesAvailable how many packs have a newer version than the installed one
 * @param registrySyncRecommended true when the manifest differs from the one that the agent last reported
 * @param message a sentence for people, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Signals(
        String osUpdateAvailable, int packUpdatesAvailable, boolean registrySyncRecommended, String message) {

    /** Nothing to say. */
    public static Signals none() {
        return new Signals(null, 0, false, null);
    }
}
