package io.wheelwright.release;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.wheelwright.release.HelmCall.Action;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** How long Helm takes, and how it ends. */
@Startup
@ApplicationScoped
class HelmMetrics {

    private static final String SUCCESS = "success";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;

    HelmMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Action action : Action.values()) {
            timer(action, SUCCESS);
        }
    }

    /** A call of Helm. */
    interface Call {
        void make() throws ReleaseException;
    }

    /** Makes the call and counts it by its outcome: success, or the kind of its failure. */
    void measure(Action action, Call call) throws ReleaseException {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "error";
        try {
            call.make();
            outcome = SUCCESS;
        } catch (ReleaseException failure) {
            outcome = failure.kind().name().toLowerCase(Locale.ROOT);
            throw failure;
        } finally {
            sample.stop(timer(action, outcome));
        }
    }

    private Timer timer(Action action, String outcome) {
        return Timer.builder("wheelwright.helm.call.duration")
                .description("Time that a call of Helm took.")
                .tag("action", action.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
