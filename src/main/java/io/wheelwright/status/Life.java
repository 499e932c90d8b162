package io.wheelwright.status;

import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Phase;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The life of a spoke. */
public final class Life {

    /** The phases in order, each with the condition that tells whether it is complete. */
    public static final Map<Phase, String> PHASES = Collections.unmodifiableMap(new EnumMap<>(Map.of(
            Phase.Claim, ConditionTypes.CLAIMED,
            Phase.Provision, ConditionTypes.PROVISIONED,
            Phase.Boot, ConditionTypes.BOOTED,
            Phase.Install, ConditionTypes.INSTALLED,
            Phase.Handoff, ConditionTypes.HANDED_OFF)));

    private Life() {}
}
