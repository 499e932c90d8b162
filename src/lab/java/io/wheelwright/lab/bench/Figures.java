package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.Locale;

/** The lines that the bench prints. */
final class Figures {

    private Figures() {}

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** One figure under the last heading. */
    static void print(String name, String format, Object... values) {
        say("  %-28s %s", name, String.format(Locale.ROOT, format, values));
    }

    /** A figure with its target; a target that was missed is said to be, with what it would take. */
    static void judge(String name, String value, boolean met, String target, String whatItTakes) {
        print(name, "%s, target %s: %s", value, target, met ? "met" : "MISSED, " + whatItTakes);
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    static String of(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
