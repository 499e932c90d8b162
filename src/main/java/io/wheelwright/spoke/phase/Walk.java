package io.wheelwright.spoke.phase;

import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The life of a spoke: Claim, Provision, Boot, Install, Handoff, in this order, until one is not done. */
@ApplicationScoped
public class Walk {

    private final List<SpokePhase> phases;
    private final Boot boot;
    private final Patience patience;
    private final Abandonment abandonment;

    Walk(
            Claim claim,
            Provision provision,
            Boot boot,
            Install install,
            Handoff handoff,
            Patience patience,
            Abandonment abandonment) {
        this.boot = boot;
        this.patience = patience;
        this.abandonment = abandonment;
        phases = List.of(claim, provision, boot, install, handoff);
    }

    /**
     * Visits the phases and returns what each visited one found, in order; those not reached are absent. What was handed
     * over runs on while a change of it waits or fails: how it runs is looked at all the same.
     */
    public Map<Phase, Outcome> through(Scope scope) {
        Map<Phase, Outcome> outcomes = new EnumMap<>(Phase.class);
        for (SpokePhase phase : phases) {
            Outcome outcome = patience.with(scope, phase.name(), phase.visit(scope));
            outcomes.put(phase.name(), outcome);
            if (!(outcome instanceof Outcome.Done)) {
                break;
            }
        }
        if (outcomes.containsKey(Phase.Provision)
                && outcomes.values().stream().anyMatch(Outcome.Stalled.class::isInstance)) {
            abandonment.visit(scope);
        }
        if (isHeldAtProvision(outcomes) && wasHandedOver(scope)) {
            outcomes.put(Phase.Boot, boot.watch(scope));
        }
        return outcomes;
    }

    private static boolean isHeldAtProvision(Map<Phase, Outcome> outcomes) {
        Outcome provision = outcomes.get(Phase.Provision);
        return provision != null && !(provision instanceof Outcome.Done) && !Provision.isAboutGuardRails(provision);
    }

    private static boolean wasHandedOver(Scope scope) {
        return scope.findings().handedOffAt().isPresent()
                && scope.findings().release().isPresent();
    }
}
