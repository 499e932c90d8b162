package io.wheelwright.lab.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition outside this JVM, which nobody announces. Waits on monotonic time. */
public final class Await {

    private static final Duration PACE = Duration.ofMillis(100);

    private Await() {}

    /** Returns true as soon as the condition holds, false when the time is over. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        return true;
    }
}
