package io.wheelwright.spoke;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.RevocationSeen;
import io.wheelwright.fleet.SpokeReported;
import io.wheelwright.operation.Slots;
import io.wheelwright.pack.PacksChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

/**
 * Causes a reconcile of a spoke for what happens outside the Kubernetes API: a report of its agent, a free slot, a new
 * version of a pack.
 */
@ApplicationScoped
class SpokeTriggers {

    private final String fleet;
    private final SimpleInboundEventSource<Spoke> source = new SimpleInboundEventSource<>("triggers");

    SpokeTriggers(WheelwrightConfig config, Slots slots) {
        fleet = config.namespace();
        slots.whenFree(this::reconcile);
    }

    SimpleInboundEventSource<Spoke> source() {
        return source;
    }

    void reported(@ObservesAsync SpokeReported report) {
        reconcile(report.spokeId());
    }

    void revocationSeen(@ObservesAsync RevocationSeen seen) {
        reconcile(seen.spokeId());
    }

    void packsChanged(@Observes PacksChanged change) {
        change.spokeIds().forEach(this::reconcile);
    }

    /** Has no effect on a hub that does not lead: its event source is not running. */
    private void reconcile(String spokeId) {
        if (source.isRunning()) {
            source.propagateEvent(new ResourceID(spokeId, fleet));
        }
    }
}
