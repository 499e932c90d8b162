package io.wheelwright.spoke;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers for half an hour what was told of a spoke: what comes and goes, such as a pod that crashes again and again,
 * is news once and not at every turn. A restart forgets it.
 */
@ApplicationScoped
class Told {

    private static final Duration MEMORY = Duration.ofMinutes(30);

    private record Story(String spokeUid, String words) {}

    private final Clock clock;
    private final Map<Story, Instant> stories = new ConcurrentHashMap<>();

    Told(Clock clock) {
        this.clock = clock;
    }

    /** Whether this is to be told now. */
    boolean isNews(String spokeUid, String words) {
        Instant now = clock.instant();
        stories.values().removeIf(at -> at.plus(MEMORY).isBefore(now));
        return !stories.containsKey(new Story(spokeUid, words));
    }

    /** To be called when it was told: what could not be told stays news. */
    void remember(String spokeUid, String words) {
        stories.put(new Story(spokeUid, words), clock.instant());
    }
}
