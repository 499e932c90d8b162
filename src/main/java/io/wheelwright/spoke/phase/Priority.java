package io.wheelwright.spoke.phase;

import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.spoke.Scope;

/** Who goes first when slots are scarce: the smaller the number, the sooner. */
final class Priority {

    private static final int UPDATE = 3;
    private static final int TRIAL = 5;

    private Priority() {}

    static int of(Scope scope) {
        if (scope.findings().handedOffAt().isPresent()) {
            return UPDATE;
        }
        if (scope.billing() != null && scope.billing().state() == BillingState.trialing) {
            return TRIAL;
        }
        Integer priority = scope.plan().priority();
        return priority == null ? byPlan(scope.plan().id()) : priority;
    }

    private static int byPlan(String plan) {
        return switch (plan) {
            case "enterprise" -> 1;
            case "professional", "scale" -> 2;
            default -> 3;
        };
    }
}
