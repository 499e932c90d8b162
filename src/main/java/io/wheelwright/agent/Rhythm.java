package io.wheelwright.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps the heart beating whatever happens in a beat, and knows when it has stopped. */
final class Rhythm {
    /** A beat has time for all that is due in it. */
    private static final Duration LONGEST_BEAT = Duration.ofMinutes(10);

    private static final int MISSED_BEATS = 3;

    private final ScheduledExecutorService thread;
    private final Supplier<Duration> heart;
    private final Duration afterASurprise;
    private final Clock clock;
    private final AgentJournal journal;

    private volatile Instant overdueAt;
    private ScheduledFuture<?> next;

    /**
     * A rhythm that has not begun.
     *
     * @param heart beats once, and says how long to wait for the next beat
     */
    Rhythm(
            ScheduledExecutorService thread,
            Supplier<Duration> heart,
            Duration afterASurprise,
            Clock clock,
            AgentJournal journal) {
        this.thread = thread;
        this.heart = heart;
        this.afterASurprise = afterASurprise;
        this.clock = clock;
        this.journal = journal;
        this.overdueAt = clock.instant().plus(LONGEST_BEAT);
    }

    void begin() {
        thread.execute(this::beat);
    }

    /** Beats at once instead of when the next beat is due. Before the first beat it has no effect. */
    void soon() {
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                if (next != null && next.cancel(false)) {
                    beat();
                }
            });
        }
    }

    /** Whether the last beat is recent enough for the pace at which the heart beats. */
    boolean isAlive() {
        return clock.instant().isBefore(overdueAt);
    }

    /** Boundary: a surprise, an {@link Error} too, is logged and the next beat comes all the same. */
    private void beat() {
        Duration wait = afterASurprise;
        try {
            wait = heart.get();
        } catch (RuntimeException | Error e) {
            journal.surprise("the heartbeat failed unexpectedly", e);
        } finally {
            schedule(wait);
        }
    }

    private void schedule(Duration wait) {
        overdueAt = clock.instant().plus(wait.multipliedBy(MISSED_BEATS)).plus(LONGEST_BEAT);
        if (!thread.isShutdown()) {
            next = thread.schedule(this::beat, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
