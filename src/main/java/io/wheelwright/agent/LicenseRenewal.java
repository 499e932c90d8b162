package io.wheelwright.agent;

import io.wheelwright.agent.protocol.HeartbeatResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When to ask the hub for a license: once a day, and soon when it has a newer one, or speaks of another access. */
final class LicenseRenewal {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Clock clock;
    private Instant daily;
    private Instant earliest = Instant.EPOCH;

    LicenseRenewal(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.daily = clock.instant().plusSeconds(random.nextLong(DAY.toSeconds()));
    }

    /** Whether to ask now, given what the license grants and the hub's word on it. */
    boolean isDue(AccessReport access, HeartbeatResponse hub) {
        Instant now = clock.instant();
        boolean differs = !access.agreesWith(hub.access()) || access.isOutdated(hub.licenseRevision());
        return !now.isBefore(daily) || (differs && !now.isBefore(earliest));
    }

    /** The hub was asked, with whatever outcome. */
    void asked() {
        earliest = clock.instant().plus(SOON);
    }

    /** The hub handed out a good license. */
    void renewed() {
        daily = clock.instant().plus(DAY);
    }
}
