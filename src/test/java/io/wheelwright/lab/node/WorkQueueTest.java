package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void wishesDuringARunAreOneFurtherRun() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        WorkQueue<String> queue = new WorkQueue<>(executor, key -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            running.countDown();
            awaitLatch(goOn);
            runs.incrementAndGet();
            atOnce.decrementAndGet();
        });
        queue.add("a");
        running.await();
        for (int i = 0; i < 10; i++) {
            queue.add("a");
        }
        goOn.countDown();
        await().until(() -> runs.get() == 2);
        assertThat(most).hasValue(1);
    }

    @Test
    void aLaterAlarmReplacesAnEarlierOne() {
        WorkQueue<String> queue = new WorkQueue<>(executor, key -> runs.incrementAndGet());
        queue.addAfter("a", Duration.ofHours(1));
        queue.addAfter("a", Duration.ofMillis(1));
        queue.addAfter("b", Duration.ofMillis(1));
        await().until(() -> runs.get() == 2);
    }

    @Test
    void whatFailsIsTriedAgain() {
        WorkQueue<String> queue = new WorkQueue<>(executor, key -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });
        queue.add("a");
        await().until(() -> runs.get() == 2);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
