package io.wheelwright.spoke;

import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers for a while that something outside the informers was found as desired, so that a visit in between
 * costs no call. A restart forgets it, and everything is looked at once.
 */
@ApplicationScoped
public class Verified {

    private record Entry(String digest, Instant until) {}

    private final Duration validity;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    @Inject
    Verified(WheelwrightConfig config, Clock clock) {
        this(config.operations().recheck(), clock);
    }

    Verified(Duration validity, Clock clock) {
        this.validity = validity;
        this.clock = clock;
    }

    /** Whether that of the spoke was found in this state, in the namespace that it has now. */
    public boolean recently(Scope scope, String what, String state) {
        return recently(scope.uid() + "/" + what, here(scope, state));
    }

    public void now(Scope scope, String what, String state) {
        now(scope.uid() + "/" + what, here(scope, state));
    }

    /** How long until something of the spoke is looked at anew; empty where nothing is remembered. */
    Optional<Duration> untilNextLook(String uid) {
        Instant now = clock.instant();
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(uid + "/"))
                .map(entry -> Duration.between(now, entry.getValue().until()))
                .filter(left -> !left.isNegative())
                .min(Comparator.naturalOrder());
    }

    /** A namespace that was made anew has nothing of what the former one had. */
    private static String here(Scope scope, String state) {
        return scope.findings().namespaceUid() + "/" + state;
    }

    /** Whether {@code subject} was found in the state that {@code digest} stands for. */
    public boolean recently(String subject, String digest) {
        Entry entry = entries.get(subject);
        return entry != null && entry.digest().equals(digest) && clock.instant().isBefore(entry.until());
    }

    public void now(String subject, String digest) {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.until().isBefore(now));
        entries.put(subject, new Entry(digest, now.plus(validity)));
    }

    public void forget(String subject) {
        entries.remove(subject);
    }
}
