package io.wheelwright.limit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is refused until when, in this hub's memory: whoever goes on all the same is answered without the database, which
 * others need. When it is full, those of longest ago are counted once more.
 */
@ApplicationScoped
class Refusals {

    private static final int MOST = 10_000;

    private record Key(RateLimit limit, String who) {}

    private record Refusal(long most, Instant until) {}

    private final Map<Key, Refusal> refusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Refusal> eldest) {
            return size() > MOST;
        }
    };

    private final Clock clock;

    Refusals(Clock clock) {
        this.clock = clock;
    }

    synchronized void remember(Allowance refused, String who) {
        refusals.put(
                new Key(refused.limit(), who),
                new Refusal(refused.most(), clock.instant().plus(refused.reset())));
    }

    /** What is answered at once; empty for whom has to be counted. */
    synchronized Optional<Allowance> of(RateLimit limit, String who) {
        Key key = new Key(limit, who);
        Refusal refusal = refusals.get(key);
        if (refusal == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), refusal.until());
        if (left.isNegative() || left.isZero()) {
            refusals.remove(key);
            return Optional.empty();
        }
        return Optional.of(new Allowance(limit, false, refusal.most(), 0, left));
    }
}
