package io.wheelwright.release;

import io.quarkus.runtime.ShutdownEvent;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Fetches charts from repositories and registries, each once, in threads of its own: a server that hangs delays nobody
 * who does not need it. The hub fetches, not a spoke's deployer. An archive is kept under its digest as long as the hub
 * lives; a failure is remembered for a while, so that 200 spokes do not ask a server that is down 200 times.
 */
@ApplicationScoped
class ChartPulls {

    private static final int AT_ONCE = 4;
    private static final Duration FAILURE_STANDS = Duration.ofSeconds(30);

    /** How a pull ended, or that it goes on: then both are empty. */
    private record Pull(Optional<Path> archive, Optional<ReleaseException> failure, long endedAt) {

        static final Pull GOING_ON = new Pull(Optional.empty(), Optional.empty(), 0);

        boolean isOverdue() {
            return failure.isPresent() && System.nanoTime() - endedAt > FAILURE_STANDS.toNanos();
        }
    }

    private final ChartServer registry;
    private final ChartServer repository;
    private final Map<ChartReference.Remote, Pull> pulls = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "chart-pull");
        thread.setDaemon(true);
        return thread;
    });

    ChartPulls(WheelwrightConfig config) {
        Web web = new Web(
                config.charts().plainHttp().orElse(List.of()), config.charts().timeout());
        this.registry = new ChartRegistry(web);
        this.repository = new ChartRepository(web);
    }

    /**
     * The archive of the chart.
     *
     * @param folder where archives are kept
     * @throws ReleaseException when it is still being fetched, or cannot be; its kind says which
     */
    Path archive(ChartReference.Remote chart, Path folder) throws ReleaseException {
        Pull pull = pulls.compute(chart, (any, last) -> last == null || last.isOverdue() ? start(chart, folder) : last);
        if (pull.failure().isPresent()) {
            throw pull.failure().get();
        }
        return pull.archive()
                .orElseThrow(() -> new ReleaseException(
                        ReleaseException.Kind.FETCHING,
                        "Chart %s %s is being fetched.".formatted(chart.name(), chart.version())));
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    private Pull start(ChartReference.Remote chart, Path folder) {
        threads.execute(() -> pulls.put(chart, pull(chart, folder)));
        return Pull.GOING_ON;
    }

    private Pull pull(ChartReference.Remote chart, Path folder) {
        try {
            return new Pull(Optional.of(keep(verified(chart), folder)), Optional.empty(), System.nanoTime());
        } catch (ReleaseException refused) {
            return new Pull(Optional.empty(), Optional.of(refused), System.nanoTime());
        } catch (IOException | IllegalArgumentException unavailable) {
            ReleaseException failure = new ReleaseException(
                    ReleaseException.Kind.CHART_UNAVAILABLE,
                    "Chart %s %s cannot be fetched: %s."
                            .formatted(chart.name(), chart.version(), unavailable.getMessage()));
            return new Pull(Optional.empty(), Optional.of(failure), System.nanoTime());
        }
    }

    private ChartServer.Packed verified(ChartReference.Remote chart) throws IOException, ReleaseException {
        ChartServer source = chart.repository().startsWith("oci://") ? registry : repository;
        ChartServer.Packed packed = source.fetch(chart);
        if (chart.digest().isPresent()
                && !packed.digests().contains(chart.digest().get())) {
            throw Charts.invalid("the content of chart %s %s is another than spec.chart.digest says: it is %s"
                    .formatted(chart.name(), chart.version(), packed.digests().get(0)));
        }
        return packed;
    }

    /** Written beside and moved, so that nobody reads half a file. */
    private static Path keep(ChartServer.Packed packed, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "chart", ".part");
        Files.write(part, packed.archive());
        Path archive = folder.resolve(Digest.sha256(packed.archive()) + ".tgz");
        return Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
