package io.wheelwright.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** How many operations wait, work, and have come to an end. Told by the hub that leads. */
@Startup
@ApplicationScoped
class OperationMetrics {

    private final Map<OperationType, Counter> completed = new EnumMap<>(OperationType.class);
    private final Map<OperationType, Counter> failed = new EnumMap<>(OperationType.class);

    OperationMetrics(MeterRegistry registry, Slots slots) {
        Gauge.builder("wheelwright.operations.waiting", slots, Slots::waiting)
                .description("Operations that wait for a slot.")
                .register(registry);
        Gauge.builder("wheelwright.operations.active", slots, Slots::active)
                .description("Operations that hold a slot.")
                .register(registry);
        for (OperationType type : OperationType.values()) {
            completed.put(type, counter(registry, "completed", type));
            failed.put(type, counter(registry, "failed", type));
        }
    }

    void completed(OperationType type) {
        completed.get(type).increment();
    }

    void failed(OperationType type) {
        failed.get(type).increment();
    }

    private static Counter counter(MeterRegistry registry, String end, OperationType type) {
        return Counter.builder("wheelwright.operations." + end)
                .description("Operations that have " + end + ".")
                .tag("type", type.name())
                .register(registry);
    }
}
