package io.wheelwright.spoke.phase;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.fleet.SpokeGone;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.OperationState;
import io.wheelwright.spoke.Scope;
import io.wheelwright.status.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a deployed instance may take from one phase to the next, until its handoff. A stretch of time without
 * progress uses up an attempt, and after the last one the phase is stalled; it is watched on, for what is slow may yet
 * come. A hub that starts begins to measure anew: its own absence is nobody's failure.
 */
@ApplicationScoped
class Patience {

    private record Stand(Phase phase, long since) {}

    private final ReleaseOperations operations;
    private final FailedDeployments leftovers;
    private final Duration length;
    private final Map<String, Stand> stands = new ConcurrentHashMap<>();

    Patience(ReleaseOperations operations, FailedDeployments leftovers, WheelwrightConfig config) {
        this.operations = operations;
        this.leftovers = leftovers;
        this.length = config.operations().patience();
    }

    /** What a phase that follows the deployment has found, as it counts by now. */
    Outcome with(Scope scope, Phase phase, Outcome found) {
        if (!(found instanceof Outcome.Waiting waiting)
                || scope.findings().handedOffAt().isPresent()) {
            stands.remove(scope.uid());
            return found;
        }
        Stand stand =
                stands.compute(scope.uid(), (uid, last) -> last != null && last.phase() == phase ? last : now(phase));
        boolean over = System.nanoTime() - stand.since() >= length.toNanos();
        if (!over && !isStalled(scope)) {
            return found;
        }
        OperationHandle deployment = over ? operations.stuck(scope, waiting) : operations.deployment(scope);
        if (over) {
            stands.put(scope.uid(), now(phase));
        }
        if (deployment.state() != OperationState.failed) {
            return found;
        }
        leftovers.clear(scope, deployment);
        return Outcome.stalled(waiting.reason(), waiting.message());
    }

    void forget(@Observes SpokeGone gone) {
        stands.remove(gone.spokeUid());
    }

    private static Stand now(Phase phase) {
        return new Stand(phase, System.nanoTime());
    }

    private static boolean isStalled(Scope scope) {
        return Optional.ofNullable(scope.spoke().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionTypes.STALLED))
                .isPresent();
    }
}
