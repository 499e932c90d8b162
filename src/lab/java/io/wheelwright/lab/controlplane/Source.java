package io.wheelwright.lab.controlplane;

import java.nio.file.Path;

/** A place that programs may come from. */
interface Source {

    /** What is tried, for the message that says why nothing was found. */
    String description(Program program);

    /** The executable file; {@link NotHere} when this source has none. */
    Path find(Program program) throws NotHere;

    /** Expected: the next source is asked. The message says why. */
    final class NotHere extends Exception {

        NotHere(String reason) {
            super(reason);
        }

        NotHere(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
