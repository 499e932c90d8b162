package io.wheelwright.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The conditions of one status. Drafts say what holds; {@link #merge} turns them into conditions that tell since when.
 */
public final class Conditions {

    private static final int LONGEST_MESSAGE = 1024;

    private final Clock clock;

    public Conditions(Clock clock) {
        this.clock = clock;
    }

    /** Draft of a condition that holds. */
    public static Condition holds(String type, String reason, String message) {
        return draft(type, "True", reason, message);
    }

    /** Draft of a condition that does not hold. */
    public static Condition fails(String type, String reason, String message) {
        return draft(type, "False", reason, message);
    }

    /** Draft of a condition that cannot be told yet. */
    public static Condition unknown(String type, String reason, String message) {
        return draft(type, "Unknown", reason, message);
    }

    /** Whether the condition of this type is there and holds. */
    public static boolean isTrue(Collection<Condition> conditions, String type) {
        return find(conditions, type)
                .map(Condition::getStatus)
                .filter("True"::equals)
                .isPresent();
    }

    /** The condition of this type. */
    public static Optional<Condition> find(Collection<Condition> conditions, String type) {
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    /**
     * The drafts as conditions of {@code generation}, sorted by type. What the drafts leave out is gone; a status that is
     * still the same keeps the time of its last transition.
     */
    public List<Condition> merge(Collection<Condition> old, Collection<Condition> drafts, long generation) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return drafts.stream()
                .map(draft -> draft.edit()
                        .withLastTransitionTime(since(old, draft).orElse(now))
                        .withObservedGeneration(generation)
                        .build())
                .sorted(Comparator.comparing(Condition::getType))
                .toList();
    }

    private static Optional<String> since(Collection<Condition> old, Condition draft) {
        return find(old, draft.getType())
                .filter(before -> Objects.equals(before.getStatus(), draft.getStatus()))
                .map(Condition::getLastTransitionTime);
    }

    private static Condition draft(String type, String status, String reason, String message) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)))
                .build();
    }
}
