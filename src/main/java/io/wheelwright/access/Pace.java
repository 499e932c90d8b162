package io.wheelwright.access;

import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each of many calls, counted in this hub's memory. The bean counts members and tokens of organizations: an
 * account is free, and one that calls without end must not cost others the database.
 */
@ApplicationScoped
public class Pace {

    /** Attribute of who calls too often: how long to wait. */
    public static final String WAIT = "wait";

    /** Over what members are counted. */
    public static final Duration WINDOW = Duration.ofMinutes(15);

    private static final int MOST_KNOWN = 10_000;

    private record Steps(Instant end, long count) {}

    private final Map<String, Steps> known;
    private final long most;
    private final Duration window;
    private final Clock clock;

    @Inject
    Pace(WheelwrightConfig config, Clock clock) {
        this(config.limits().member(), WINDOW, MOST_KNOWN, clock);
    }

    private Pace(long most, Duration window, int mostKnown, Clock clock) {
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Steps> eldest) {
                return size() > mostKnown;
            }
        };
        this.most = most;
        this.window = window;
        this.clock = clock;
    }

    static Pace of(long most, Clock clock) {
        return of(most, WINDOW, MOST_KNOWN, clock);
    }

    /**
     * The pace of others than members.
     *
     * @param most calls that each has in a window
     * @param mostKnown how many are remembered; of more, those who called longest ago begin anew
     */
    public static Pace of(long most, Duration window, int mostKnown, Clock clock) {
        return new Pace(most, window, mostKnown, clock);
    }

    /** Counts a call; says how long to wait when that was one too many. */
    public synchronized Optional<Duration> step(String who) {
        Instant now = clock.instant();
        Steps before = known.get(who);
        Steps steps = before == null || !now.isBefore(before.end())
                ? new Steps(now.plus(window), 1)
                : new Steps(before.end(), before.count() + 1);
        known.put(who, steps);
        return steps.count() > most ? Optional.of(Duration.between(now, steps.end())) : Optional.empty();
    }
}
