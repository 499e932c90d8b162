package io.wheelwright.lifecycle;

import jakarta.enterprise.inject.spi.CDI;
import java.util.List;

/** Has customers looked at by the clock of a test, where the hub's own turns are halted. */
public final class LifecycleLooks {

    private LifecycleLooks() {}

    /** Looks at all of whom something is due. */
    public static void all() {
        Lifecycle lifecycle = CDI.current().select(Lifecycle.class).get();
        for (List<String> due = lifecycle.due(); !due.isEmpty(); due = lifecycle.due()) {
            due.forEach(lifecycle::visit);
        }
    }
}
