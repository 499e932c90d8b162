package io.wheelwright.fleet;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Pace;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * How often each spoke reports, counted in this hub's memory: an agent that reports without end must not cost others the
 * database, and to count it there would cost as much.
 */
@ApplicationScoped
class HeartbeatPace {

    /** More than the spokes of a hub. */
    private static final int MOST_KNOWN = 100_000;

    private final Pace pace;
    private final RateLimits limits;
    private final long most;

    HeartbeatPace(RateLimits limits, WheelwrightConfig config, Clock clock) {
        this.limits = limits;
        this.most = config.limits().heartbeat();
        this.pace = Pace.of(most, RateLimit.HEARTBEAT.window(), MOST_KNOWN, clock);
    }

    /** Ends the request if the spoke has reported too often. */
    void admit(String spokeUid) {
        pace.step(spokeUid).ifPresent(wait -> {
            throw limits.refusal(
                    RateLimit.HEARTBEAT,
                    "A spoke may report " + most + " times a minute: report at the pace that the answers ask for.",
                    wait);
        });
    }
}
