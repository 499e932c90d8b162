package io.wheelwright.support;

import java.time.Duration;

/** How long tests await what ought to come. What comes in time costs nothing of it. */
public final class Patience {

    /** For what a hub does at once, though it has only just started on a machine that has other things to do. */
    public static final Duration SOON = Duration.ofSeconds(60);

    /** For what waits for its day: that is looked at once a minute, and then takes as long as the end of a namespace. */
    public static final Duration END = Duration.ofMinutes(3);

    private Patience() {}
}
