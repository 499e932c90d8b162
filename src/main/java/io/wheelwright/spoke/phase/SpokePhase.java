package io.wheelwright.spoke.phase;

import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.spoke.Scope;

/** One of the five steps to a usable spoke. It is computed from what exists, never remembered, and safe to repeat. */
public interface SpokePhase {

    Phase name();

    /** Does what is missing and says how far it came. A phase that is complete costs cache reads only. */
    Outcome visit(Scope scope);
}
