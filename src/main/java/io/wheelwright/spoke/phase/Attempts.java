package io.wheelwright.spoke.phase;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a costly step has failed, and when it may be tried again: after 5 s, doubling to 60 s, with jitter. After
 * three failures that count it is not tried any more until it is another step, or somebody asks for a retry. It lives in
 * memory: a restart tries anew.
 */
@ApplicationScoped
class Attempts {

    private static final int MOST = 3;
    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 60_000;

    private record Failure(int counted, int inARow, Instant notBefore, String reason, String message) {}

    private final Clock clock;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    Attempts(Clock clock) {
        this.clock = clock;
    }

    /** What holds the step back now, if anything does. */
    Optional<Outcome> held(String step) {
        return Optional.ofNullable(failures.get(step)).flatMap(this::held);
    }

    /**
     * Records a failure and returns what it means.
     *
     * @param counts false for an outage of somebody else, which uses no attempt up
     */
    Outcome failed(String step, String reason, String message, boolean counts) {
        Failure failure = failures.compute(step, (name, last) -> {
            int counted = (last == null ? 0 : last.counted()) + (counts ? 1 : 0);
            int inARow = (last == null ? 0 : last.inARow()) + 1;
            return new Failure(counted, inARow, clock.instant().plus(pause(inARow)), reason, message);
        });
        return held(failure).orElseGet(() -> Outcome.waiting(reason, message, Duration.ZERO));
    }

    void forget(String step) {
        failures.remove(step);
    }

    private Optional<Outcome> held(Failure failure) {
        if (failure.counted() >= MOST) {
            return Optional.of(Outcome.stalled(failure.reason(), failure.message()));
        }
        Duration left = Duration.between(clock.instant(), failure.notBefore());
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(Outcome.waiting(failure.reason(), failure.message(), left));
    }

    private static Duration pause(int failuresInARow) {
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failuresInARow - 1, 10));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
