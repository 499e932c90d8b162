package io.wheelwright.release;

import io.quarkus.runtime.ShutdownEvent;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The Helm processes: started when a call needs one, at most one a slot, ended when idle for a while. */
@ApplicationScoped
class HelmPool {

    private record Idle(HelmChild child, long since) {}

    /** What a caller does with a process; between calls its temp folder is empty of the caller's files. */
    interface Use {
        HelmCall prepare(HelmChild child) throws IOException;
    }

    private final Duration deadline;
    private final Duration patience;
    private final Semaphore places;
    private final Path folder;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final AtomicLong number = new AtomicLong();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "helm-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    HelmPool(WheelwrightConfig config) {
        deadline = config.release().deadline();
        patience = config.release().idle();
        places = new Semaphore(config.operations().concurrency(), true);
        Folders.clearOrphans();
        folder = Folders.make();
        sweeper.scheduleWithFixedDelay(this::endIdle, patience.toMillis(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A folder for what outlives a call; it goes with the pool. */
    Path folder() {
        return folder;
    }

    /** Makes one call in a process of its own for that time, and returns Helm's error, if there was one. */
    Optional<String> call(Use use) throws ReleaseException {
        places.acquireUninterruptibly();
        try {
            HelmChild child = take();
            boolean usable = false;
            try {
                Optional<String> error = child.call(use.prepare(child), deadline);
                usable = true;
                return error;
            } catch (TimeoutException late) {
                throw new ReleaseException(
                        ReleaseException.Kind.TIMEOUT,
                        "Helm did not finish within %d s and was ended; a hook that never ends is a common cause."
                                .formatted(deadline.toSeconds()));
            } catch (IOException ended) {
                throw new ReleaseException(
                        ReleaseException.Kind.OTHER,
                        "The Helm process ended unexpectedly: "
                                + HelmErrors.redact(String.valueOf(ended.getMessage())));
            } finally {
                giveBack(child, usable);
            }
        } finally {
            places.release();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        sweeper.shutdownNow();
        synchronized (idle) {
            idle.forEach(each -> each.child().close());
            idle.clear();
        }
        Folders.delete(folder);
    }

    private HelmChild take() {
        synchronized (idle) {
            while (!idle.isEmpty()) {
                HelmChild child = idle.pop().child();
                if (child.isAlive()) {
                    return child;
                }
                child.close();
            }
        }
        return new HelmChild(folder.resolve(Long.toString(number.incrementAndGet())));
    }

    private void giveBack(HelmChild child, boolean usable) {
        if (!usable || !child.isAlive()) {
            child.close();
            return;
        }
        synchronized (idle) {
            idle.push(new Idle(child, System.nanoTime()));
        }
    }

    private void endIdle() {
        synchronized (idle) {
            while (!idle.isEmpty() && System.nanoTime() - idle.peekLast().since() > patience.toNanos()) {
                idle.removeLast().child().close();
            }
        }
    }
}
