package io.wheelwright.spoke.phase;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.fleet.SpokeGone;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.OperationState;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a deployed instance may take from one phase to the next, until its handoff. A stretch of time without
 * progress uses up an attempt, and after the last one the phase is stalled; it is watched on, for what is slow may yet
 * come. Time in which the hub was away, or could not visit the spoke, is nobody's failure.
 */
@ApplicationScoped
class Patience {

    /** A spoke that waits is visited more often than that. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    /** Where a spoke waits, since when, and when it was last visited, in nanoseconds. */
    private record Stand(Phase phase, long since, long seen) {

        boolean isOf(Phase other) {
            return phase == other && System.nanoTime() - seen <= LONGEST_GAP.toNanos();
        }

        boolean isLongerThan(Duration length) {
            return System.nanoTime() - since >= length.toNanos();
        }
    }

    private final ReleaseOperations operations;
    private final Duration length;
    private final Map<String, Stand> stands = new ConcurrentHashMap<>();

    Patience(ReleaseOperations operations, WheelwrightConfig config) {
        this.operations = operations;
        this.length = config.operations().patience();
    }

    /** What a phase has found, as it counts by now. */
    Outcome with(Scope scope, Phase phase, Outcome found) {
        if (found instanceof Outcome.Done && phase != Phase.Handoff) {
            return found;
        }
        boolean counts = phase.compareTo(Phase.Provision) > 0
                && scope.mayRun()
                && scope.findings().handedOffAt().isEmpty();
        if (counts && found instanceof Outcome.Waiting waiting) {
            return waited(scope, phase, waiting);
        }
        stands.remove(scope.uid());
        return found;
    }

    private Outcome waited(Scope scope, Phase phase, Outcome.Waiting waiting) {
        Stand last = stands.get(scope.uid());
        long now = System.nanoTime();
        Stand stand = new Stand(phase, last != null && last.isOf(phase) ? last.since() : now, now);
        boolean over = stand.isLongerThan(length);
        stands.put(scope.uid(), over ? new Stand(phase, now, now) : stand);
        if (!over && !isOnLastAttempt(scope)) {
            return waiting;
        }
        if (last != null && last.phase().compareTo(phase) < 0) {
            operations.reopenDeployment(scope);
        }
        OperationHandle deployment = over ? operations.stuck(scope, waiting) : operations.deployment(scope);
        return deployment.state() == OperationState.failed
                ? Outcome.stalled(waiting.reason(), waiting.message())
                : waiting;
    }

    void forget(@Observes SpokeGone gone) {
        stands.remove(gone.spokeUid());
    }

    /** Only then may the deployment have failed. */
    private static boolean isOnLastAttempt(Scope scope) {
        OperationStatus operation = scope.spoke().getStatus() == null
                ? null
                : scope.spoke().getStatus().operation();
        return operation != null
                && operation.type() == OperationType.deploy
                && operation.attempt() >= operation.maxAttempts();
    }
}
