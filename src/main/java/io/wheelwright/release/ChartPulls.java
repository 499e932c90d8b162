package io.wheelwright.release;

import io.quarkus.logging.Log;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Fetches charts from repositories and registries, each once, in threads of its own: a server that hangs delays nobody
 * who does not need it. The hub fetches, not a spoke's deployer. An archive is kept under its digest until nobody has asked
 * for it for a day; a failure is remembered for a while, so that 200 spokes do not ask a server that is down 200 times.
 */
@ApplicationScoped
class ChartPulls {

    private static final int AT_ONCE = 4;
    private static final Duration FAILURE_STANDS = Duration.ofSeconds(30);
    private static final Duration UNUSED_STAYS = Duration.ofDays(1);

    /** How a pull ended, or that it goes on: then both are empty. */
    private record Pull(Optional<Path> archive, Optional<ReleaseException> failure, long endedAt) {

        static final Pull GOING_ON = new Pull(Optional.empty(), Optional.empty(), 0);

        static Pull failed(ReleaseException failure) {
            return new Pull(Optional.empty(), Optional.of(failure), System.nanoTime());
        }

        boolean isOver() {
            return failure.isPresent() && System.nanoTime() - endedAt > FAILURE_STANDS.toNanos();
        }

        /** Whoever tidies up temporary files may have taken it. */
        boolean isLost() {
            return archive.filter(Files::notExists).isPresent();
        }
    }

    private final ChartServer registry;
    private final ChartServer repository;
    private final Map<ChartReference.Remote, Pull> pulls = new ConcurrentHashMap<>();
    private final Map<ChartReference.Remote, Long> asked = new ConcurrentHashMap<>();
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
        asked.put(chart, System.nanoTime());
        Pull pull = pulls.compute(
                chart, (any, last) -> last == null || last.isOver() || last.isLost() ? start(chart, folder) : last);
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
        threads.execute(() -> {
            pulls.put(chart, pull(chart, folder));
            forgetUnused();
        });
        return Pull.GOING_ON;
    }

    /** Ends in one way or another: the edge of the thread, behind which nobody would hear of an error. */
    private Pull pull(ChartReference.Remote chart, Path folder) {
        try {
            return new Pull(Optional.of(keep(verified(chart), folder)), Optional.empty(), System.nanoTime());
        } catch (ReleaseException refused) {
            return Pull.failed(refused);
        } catch (IOException | IllegalArgumentException unavailable) {
            return Pull.failed(unavailable(chart, unavailable.getMessage()));
        } catch (RuntimeException | Error unexpected) {
            Log.errorf(unexpected, "fetching chart %s %s failed", chart.name(), chart.version());
            return Pull.failed(unavailable(chart, "the hub failed; its log says why"));
        }
    }

    private static ReleaseException unavailable(ChartReference.Remote chart, String why) {
        return new ReleaseException(
                ReleaseException.Kind.CHART_UNAVAILABLE,
                "Chart %s %s cannot be fetched: %s.".formatted(chart.name(), chart.version(), why));
    }

    /** Two references may have the same archive: it goes with the last of them. */
    private void forgetUnused() {
        long now = System.nanoTime();
        asked.entrySet().removeIf(use -> now - use.getValue() > UNUSED_STAYS.toNanos());
        List<Path> unused = pulls.entrySet().stream()
                .filter(pull -> !asked.containsKey(pull.getKey()))
                .flatMap(pull -> pull.getValue().archive().stream())
                .toList();
        pulls.keySet().retainAll(asked.keySet());
        Set<Path> used =
                pulls.values().stream().flatMap(pull -> pull.archive().stream()).collect(Collectors.toSet());
        unused.stream().filter(archive -> !used.contains(archive)).forEach(ChartPulls::delete);
    }

    private static void delete(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException stays) {
            Log.warnf("The archive of an unused chart cannot be deleted: %s", stays.getMessage());
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
