package io.wheelwright.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Does the same many times at once. */
public final class Together {

    private Together() {}

    /** The results of that many calls, none of which begins before all can. */
    public static <T> List<T> call(int times, Callable<T> what) throws Exception {
        CyclicBarrier start = new CyclicBarrier(times);
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<T>> calls = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return what.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> call : calls) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
