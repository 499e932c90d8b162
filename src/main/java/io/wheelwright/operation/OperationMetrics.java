package io.wheelwright.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** How many operations wait, work, and have come to an end. Told by the hub that leads. */
@Startup
@ApplicationScoped
class OperationMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };

    private final Map<OperationType, Counter> completed = new EnumMap<>(OperationType.class);
    private final Map<OperationType, Counter> failed = new EnumMap<>(OperationType.class);
    private final Map<OperationType, Timer> durations = new EnumMap<>(OperationType.class);
    private final Counter provisioned;
    private final Counter unprovisioned;

    OperationMetrics(MeterRegistry registry, Slots slots) {
        Gauge.builder("wheelwright.operations.waiting", slots, Slots::waiting)
                .description("Operations that wait for a slot.")
                .register(registry);
        Gauge.builder("wheelwright.operations.active", slots, Slots::active)
                .description("Operations that hold a slot.")
                .register(registry);
        provisioned = provisions(registry, "completed");
        unprovisioned = provisions(registry, "failed");
        for (OperationType type : OperationType.values()) {
            completed.put(type, counter(registry, "completed", type));
            failed.put(type, counter(registry, "failed", type));
            durations.put(
                    type,
                    Timer.builder("wheelwright.operation.duration")
                            .description("Time from the beginning of an operation to its end.")
                            .tag("type", type.name())
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    void completed(OperationType type, Instant begun, Instant finished) {
        completed.get(type).increment();
        if (type == OperationType.deploy) {
            provisioned.increment();
        }
        took(type, begun, finished);
    }

    void failed(OperationType type, Instant begun, Instant finished) {
        failed.get(type).increment();
        if (type == OperationType.deploy) {
            unprovisioned.increment();
        }
        took(type, begun, finished);
    }

    private void took(OperationType type, Instant begun, Instant finished) {
        Duration took = Duration.between(begun, finished);
        durations.get(type).record(took.isNegative() ? Duration.ZERO : took);
    }

    private static Counter provisions(MeterRegistry registry, String status) {
        return Counter.builder("wheelwright.provisions")
                .description("Ends of first deployments; one that failed and is tried again ends once more.")
                .tag("status", status)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String end, OperationType type) {
        return Counter.builder("wheelwright.operations." + end)
                .description("Operations that have " + end + ".")
                .tag("type", type.name())
                .register(registry);
    }
}
