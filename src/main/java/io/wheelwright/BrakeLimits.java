package io.wheelwright;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How large a wave may be before a brake stops it. */
public interface BrakeLimits {

    /** How many it always lets through. */
    @WithDefault("5")
    int least();

    /** How many it lets through, in percent of all, where that is more. */
    @WithDefault("2")
    int percent();

    /** How far back it counts. */
    @WithDefault("PT10M")
    Duration window();

    /** How many of so many it lets through over the time that it counts back. */
    static long most(BrakeLimits limits, long all) {
        return Math.max(limits.least(), all * limits.percent() / 100);
    }

    /**
     * Keeps a hub from starting with a brake that would stop nothing, or that means nothing.
     *
     * @param prefix of the settings
     * @throws IllegalStateException which says what to set
     */
    static void check(String prefix, BrakeLimits limits) {
        List<String> unmet = unmet(limits);
        if (!unmet.isEmpty()) {
            throw new IllegalStateException(prefix + " needs other settings: " + String.join("; ", unmet));
        }
    }

    /** What is to be set otherwise. */
    static List<String> unmet(BrakeLimits limits) {
        List<String> unmet = new ArrayList<>();
        if (limits.least() < 0) {
            unmet.add("set least to 0 or more: so many are always let through");
        }
        if (limits.percent() < 0 || limits.percent() > 100) {
            unmet.add("set percent to 0 to 100");
        }
        if (limits.window().isNegative() || limits.window().isZero()) {
            unmet.add("set window to a time such as PT10M: over none nothing is counted, and nothing stopped");
        }
        return unmet;
    }
}
