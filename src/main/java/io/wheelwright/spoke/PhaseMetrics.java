package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.status.Conditions;
import io.wheelwright.status.Life;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long the phases take, and how many spokes are stalled. Told by the hub that leads. */
@Startup
@ApplicationScoped
class PhaseMetrics {

    private static final List<Phase> PHASES = List.copyOf(Life.PHASES.keySet());

    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(3),
        Duration.ofMinutes(10),
        Duration.ofMinutes(30)
    };

    private final Map<Phase, Timer> durations = new EnumMap<>(Phase.class);
    private final Clock clock;

    PhaseMetrics(MeterRegistry registry, Neighbors neighbors, Clock clock) {
        this.clock = clock;
        PHASES.forEach(phase -> durations.put(
                phase,
                Timer.builder("wheelwright.phase.duration")
                        .description("Time from the end of the phase before to the end of this one.")
                        .tag("phase", phase.name())
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry)));
        Gauge.builder("wheelwright.spokes.stalled", () -> neighbors.count(PhaseMetrics::isStalled))
                .description("Spokes at which nothing is tried until somebody acts.")
                .register(registry);
    }

    /** Counts a phase that was completed: since it began to wait, or else since the phase before it was completed. */
    void completed(Spoke spoke, Phase phase, Optional<Condition> before, SpokeStatus after) {
        Instant start = before.filter(condition -> condition.getStatus().equals("False"))
                .or(() -> earlier(phase, after))
                .map(Condition::getLastTransitionTime)
                .or(() -> Optional.of(spoke.getMetadata().getCreationTimestamp()))
                .map(Instant::parse)
                .get();
        Duration took = Duration.between(start, clock.instant());
        durations.get(phase).record(took.isNegative() ? Duration.ZERO : took);
    }

    private static boolean isStalled(Spoke spoke) {
        return spoke.getStatus() != null && Conditions.isTrue(spoke.getStatus().conditions(), ConditionTypes.STALLED);
    }

    private static Optional<Condition> earlier(Phase phase, SpokeStatus status) {
        int place = PHASES.indexOf(phase);
        return place == 0
                ? Optional.empty()
                : Conditions.find(status.conditions(), Life.PHASES.get(PHASES.get(place - 1)));
    }
}
