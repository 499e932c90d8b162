package io.wheelwright.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/**
 * A write of the status at the end of a visit. While it is under way the framework takes every event of the object up to
 * its result for an echo of it, also a deletion or a change by somebody else that came just before. So whoever writes
 * looks again soon; where nothing is written, nothing can be missed.
 */
public final class StatusWrite {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private StatusWrite() {}

    /** Writes the status, and has the object visited again soon. */
    public static <T extends HasMetadata> UpdateControl<T> of(T patch) {
        return of(patch, LOOK_AGAIN);
    }

    /**
     * Writes the status.
     *
     * @param recheck when the object is to be visited at the latest for reasons of its own
     */
    public static <T extends HasMetadata> UpdateControl<T> of(T patch, Duration recheck) {
        return UpdateControl.patchStatus(patch)
                .rescheduleAfter(recheck.compareTo(LOOK_AGAIN) < 0 ? recheck : LOOK_AGAIN);
    }
}
