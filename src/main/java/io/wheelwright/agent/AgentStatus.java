package io.wheelwright.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What the agent knows of its own life. Written by its one thread, read by those who ask for metrics. */
final class AgentStatus {
    private final long startedNanos = System.nanoTime();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Clock clock;

    private volatile int failuresInRow;
    private volatile Instant lastAccepted = Instant.EPOCH;
    private volatile Instant registeredAt;
    private volatile boolean applicationUp;

    AgentStatus(Clock clock) {
        this.clock = clock;
    }

    void heartbeatAccepted() {
        accepted.incrementAndGet();
        failuresInRow = 0;
        lastAccepted = clock.instant();
    }

    /** Counts a failure; how many there were in a row. */
    int heartbeatFailed() {
        failed.incrementAndGet();
        failuresInRow = failuresInRow + 1;
        return failuresInRow;
    }

    void registered() {
        registeredAt = clock.instant();
    }

    void applicationUp(boolean up) {
        applicationUp = up;
    }

    Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    long acceptedHeartbeats() {
        return accepted.get();
    }

    long failedHeartbeats() {
        return failed.get();
    }

    boolean isConnected() {
        return failuresInRow == 0 && acceptedHeartbeats() > 0;
    }

    Instant lastAccepted() {
        return lastAccepted;
    }

    boolean isRegistered() {
        return registeredAt != null;
    }

    /** How long ago the directory last accepted the spoke, if it did. */
    Optional<Duration> sinceRegistration() {
        return Optional.ofNullable(registeredAt).map(then -> Duration.between(then, clock.instant()));
    }

    boolean isApplicationUp() {
        return applicationUp;
    }
}
