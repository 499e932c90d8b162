package io.wheelwright.spoke;

import io.quarkus.scheduler.Scheduled;
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
    private final Map<String, Map<String, Entry>> entries = new ConcurrentHashMap<>();

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
        return recently(scope.uid(), what, here(scope, state));
    }

    public void now(Scope scope, String what, String state) {
        now(scope.uid(), what, here(scope, state));
    }

    /** How long until something of it is looked at anew; empty where nothing is remembered. */
    Optional<Duration> untilNextLook(String subject) {
        Instant now = clock.instant();
        return entries.getOrDefault(subject, Map.of()).values().stream()
                .map(entry -> Duration.between(now, entry.until()))
                .filter(left -> !left.isNegative())
                .min(Comparator.naturalOrder());
    }

    /** A namespace that was made anew has nothing of what the former one had. */
    private static String here(Scope scope, String state) {
        return scope.findings().namespaceUid() + "/" + state;
    }

    /** Whether that of the subject, a spoke's UID or a namespace, was found in the state that the digest stands for. */
    public boolean recently(String subject, String what, String digest) {
        Entry entry = entries.getOrDefault(subject, Map.of()).get(what);
        return entry != null && entry.digest().equals(digest) && clock.instant().isBefore(entry.until());
    }

    public void now(String subject, String what, String digest) {
        Entry entry = new Entry(digest, clock.instant().plus(validity));
        entries.computeIfAbsent(subject, first -> new ConcurrentHashMap<>()).put(what, entry);
    }

    public void forget(String subject, String what) {
        entries.computeIfPresent(subject, (same, of) -> {
            of.remove(what);
            return of;
        });
    }

    /** Who is not asked about any more is gone. */
    @Scheduled(every = "10m")
    void forgetWhatIsOver() {
        Instant now = clock.instant();
        entries.values().removeIf(of -> of.values().stream()
                .allMatch(entry -> entry.until().isBefore(now)));
    }
}
