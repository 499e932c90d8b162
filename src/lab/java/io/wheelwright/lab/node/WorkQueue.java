package io.wheelwright.lab.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Work by key: each key is worked on by one thread at a time, and wishes that come meanwhile are one further run. */
final class WorkQueue<K> {

    private static final Logger LOG = Logger.getLogger(WorkQueue.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private enum State {
        QUEUED,
        RUNNING,
        RUNNING_AGAIN_WANTED
    }

    private final ScheduledExecutorService executor;
    private final Consumer<K> work;
    private final Map<K, State> states = new ConcurrentHashMap<>();
    private final Map<K, Future<?>> alarms = new ConcurrentHashMap<>();

    WorkQueue(ScheduledExecutorService executor, Consumer<K> work) {
        this.executor = executor;
        this.work = work;
    }

    void add(K key) {
        states.compute(key, (k, state) -> {
            if (state == null) {
                submit(k);
                return State.QUEUED;
            }
            return state == State.QUEUED ? State.QUEUED : State.RUNNING_AGAIN_WANTED;
        });
    }

    /** Adds the key after a while, instead of what was asked for it by an earlier call. */
    void addAfter(K key, Duration delay) {
        alarms.compute(key, (k, former) -> {
            if (former != null) {
                former.cancel(false);
            }
            return alarm(k, delay);
        });
    }

    private Future<?> alarm(K key, Duration delay) {
        try {
            return executor.schedule(() -> ring(key), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    private void ring(K key) {
        alarms.remove(key);
        add(key);
    }

    private void submit(K key) {
        try {
            executor.execute(() -> run(key));
        } catch (RejectedExecutionException closed) {
            LOG.tracef("%s comes after the end", key);
        }
    }

    private void run(K key) {
        states.put(key, State.RUNNING);
        try {
            work.accept(key);
        } catch (RuntimeException boundary) {
            // One bad object must not end the node: its work is tried again, all others go on.
            LOG.warnf(boundary, "%s: trying again", key);
            addAfter(key, AFTER_FAILURE);
        } finally {
            states.compute(key, (k, state) -> {
                if (state == State.RUNNING_AGAIN_WANTED) {
                    submit(k);
                    return State.QUEUED;
                }
                return null;
            });
        }
    }
}
