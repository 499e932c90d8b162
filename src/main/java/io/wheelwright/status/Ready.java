package io.wheelwright.status;

import static io.wheelwright.api.v1alpha1.ConditionTypes.READY;

import io.fabric8.kubernetes.api.model.Condition;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The summary of a spoke: its {@code Ready} condition, and the phase that tables show.
 *
 * @param condition draft of the condition
 * @param phase for people; nothing reads it
 */
public record Ready(Condition condition, Phase phase) {

    /**
     * Sums up a spoke that is not being removed.
     *
     * @param phases conditions of the five phases
     * @param suspension why the spoke is suspended, if it is: a draft that comes from {@link #suspended}
     */
    public static Ready of(Collection<Condition> phases, Optional<Condition> suspension) {
        if (suspension.isPresent()) {
            return new Ready(suspension.get(), Phase.Suspended);
        }
        return Life.PHASES.entrySet().stream()
                .filter(step -> !Conditions.isTrue(phases, step.getValue()))
                .findFirst()
                .map(step -> waiting(step, Conditions.find(phases, step.getValue())))
                .orElseGet(() -> new Ready(
                        Conditions.holds(READY, Reasons.READY, "The instance is ready to use."), Phase.Ready));
    }

    /** Sums up a spoke that is being removed. */
    public static Ready terminating(String message) {
        return new Ready(Conditions.fails(READY, Reasons.TERMINATING, message), Phase.Terminating);
    }

    /** Sums up a spoke of which nothing is left but what asks for it. */
    public static Ready purged(String message) {
        return new Ready(Conditions.fails(READY, Reasons.PURGED, message), Phase.Purged);
    }

    /** Sums up a spoke that is where it was, for the cluster refuses what the next step needs. */
    public static Ready refused(String message, Phase phase) {
        return new Ready(Conditions.fails(READY, Reasons.KUBERNETES_API_REFUSED, message), phase);
    }

    /** Draft for a spoke that is suspended. */
    public static Condition suspended(String message) {
        return Conditions.fails(READY, Reasons.SUSPENDED, message);
    }

    private static Ready waiting(Map.Entry<Phase, String> step, Optional<Condition> condition) {
        var draft = condition
                .map(c -> Conditions.fails(READY, c.getReason(), c.getMessage()))
                .orElseGet(() -> Conditions.fails(
                        READY, Reasons.WAITING_FOR + step.getKey(), step.getKey() + " has not begun yet."));
        return new Ready(draft, step.getKey());
    }
}
