package io.wheelwright.lab;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells the person in front of the lab what it does, and how long that took. */
final class Progress {

    private final long begin = System.nanoTime();

    void say(String line) {
        System.out.println("  " + line);
    }

    void time(String part, Runnable work) {
        time(part, () -> {
            work.run();
            return part;
        });
    }

    <T> T time(String part, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        say(String.format(Locale.ROOT, "%-14s %5.1f s", part, seconds(start)));
        return result;
    }

    Duration total() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
