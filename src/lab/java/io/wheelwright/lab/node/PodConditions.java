package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A pod's conditions: those that others wrote stay, and a time of transition stays while the status does. */
final class PodConditions {

    private final Map<String, PodCondition> byType = new LinkedHashMap<>();
    private final Instant now;

    PodConditions(PodStatus before, Instant now) {
        this.now = now;
        Collection<PodCondition> known = before == null ? List.of() : before.getConditions();
        known.forEach(condition -> byType.put(condition.getType(), condition));
    }

    /** Sets one condition; reason and message of a true one are left out where they would explain its absence. */
    void set(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        PodCondition before = byType.get(type);
        boolean same = before != null && Objects.equals(before.getStatus(), status);
        byType.put(
                type,
                new PodConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(holds && message != null ? null : reason)
                        .withMessage(holds ? null : message)
                        .withLastTransitionTime(same ? before.getLastTransitionTime() : Stage.time(now))
                        .build());
    }

    List<PodCondition> all() {
        return List.copyOf(byType.values());
    }
}
