package io.wheelwright.lab.bench;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Spokes that are applied at once: how long they take, what they cost, and how large the hub becomes. */
final class SpokesBench {

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration REST = Duration.ofSeconds(30);

    /** For 100 spokes. */
    private static final Duration TARGET = Duration.ofSeconds(150);

    private static final double FLAT = 1.2;
    private static final Duration READY_TARGET = Duration.ofSeconds(5);
    private static final int MEGABYTES_TARGET = 300;

    private final LabPlane plane;
    private final HubSpace space;
    private final AuditLog audit;
    private final Usage usage;
    private final HubProcess hub;
    private final SpokeFleet fleet;

    private SpokesBench(LabPlane plane, HubSpace space, AuditLog audit, Path directory) {
        this.plane = plane;
        this.space = space;
        this.audit = audit;
        this.hub = HubProcess.startAsShipped(space, directory).awaitReady();
        this.usage = new Usage(plane, hub);
        this.fleet = new SpokeFleet(plane.client(), space.fleetNamespace());
    }

    static void run(LabPlane plane, AuditLog audit, Path directory, int spokes) throws IOException {
        plane.node();
        SpokesBench bench = new SpokesBench(plane, plane.newHub("spokes"), audit, directory);
        try (bench.hub;
                bench.fleet) {
            bench.atOnce(spokes);
            bench.atRest(spokes);
            bench.twiceAsMany(spokes);
        }
    }

    private void atOnce(int spokes) throws IOException {
        Map<AuditLog.Write, Long> hubBefore = audit.writes("wheelwright-system");
        Usage.Cpu before = usage.cpu();
        long begin = System.nanoTime();
        fleet.apply(0, spokes);
        List<Duration> ready = fleet.awaitReady(begin, PATIENCE);
        Duration whole = ready.get(spokes - 1);
        Usage.Cpu cpu = usage.cpu().minus(before);
        Duration target = TARGET.multipliedBy(spokes).dividedBy(100);

        Figures.say("%d spokes applied at once, 3 slots", spokes);
        Figures.judge(
                "until all are Ready",
                Figures.of("%.1f s (first after %.1f s)", seconds(whole), seconds(ready.get(0))),
                whole.compareTo(target) <= 0,
                Figures.of("%.0f s", seconds(target)),
                Figures.of(
                        "the %d cores were %.0f %% busy with it",
                        Runtime.getRuntime().availableProcessors(),
                        100
                                * seconds(cpu.all())
                                / seconds(whole)
                                / Runtime.getRuntime().availableProcessors()));
        double slower = slower(ready, spokes);
        Figures.judge(
                "last tenth : second tenth",
                Figures.of("%.2f", slower),
                slower <= FLAT,
                Figures.of("%.1f", FLAT),
                "something grows with the number of spokes");
        Figures.print("CPU a spoke", "%s", cpu.each(spokes));
        Map<AuditLog.Write, Long> writes = AuditLog.since(audit.writes("wheelwright-system"), hubBefore);
        Figures.print("API writes a spoke", "hub %.1f: %s", each(writes, spokes), shares(writes, spokes));
        Map<AuditLog.Write, Long> helm = audit.writes("wheelwright-deployers");
        Figures.print("", "Helm %.1f: %s", each(helm, spokes), shares(helm, spokes));
    }

    private void atRest(int spokes) throws IOException {
        Map<AuditLog.Write, Long> before = audit.writes("wheelwright-system");
        Usage.Cpu cpuBefore = usage.cpu();
        Await.until(REST, () -> false);
        Usage.Cpu cpu = usage.cpu().minus(cpuBefore);
        Map<AuditLog.Write, Long> writes = AuditLog.since(audit.writes("wheelwright-system"), before);
        Figures.say("%d spokes at rest", spokes);
        Figures.print("CPU of the hub", "%.1f %% of a core", 100 * seconds(cpu.hub()) / seconds(REST));
        Figures.print("API writes of the hub", "%d in %.0f s: %s", total(writes), seconds(REST), shares(writes, 1));
    }

    private void twiceAsMany(int spokes) {
        fleet.apply(spokes, spokes);
        fleet.awaitReady(System.nanoTime(), PATIENCE);
        long megabytes = Usage.megabytes(hub.handle());
        Figures.say("%d spokes", 2 * spokes);
        Figures.judge(
                "hub's resident memory",
                megabytes + " MB",
                megabytes < MEGABYTES_TARGET,
                MEGABYTES_TARGET + " MB",
                "-XX:TieredStopAtLevel=1 saves about 50 MB at the price of CPU");
        Figures.print("Helm's processes", "%s MB", usage.helmMegabytes());
        hub.kill();
        long begin = System.nanoTime();
        hub.start().awaitReady();
        Duration ready = Duration.ofNanos(System.nanoTime() - begin);
        Figures.judge(
                "hub ready again",
                Figures.of("%.1f s", seconds(ready)),
                ready.compareTo(READY_TARGET) < 0,
                Figures.of("%.0f s", seconds(READY_TARGET)),
                "a machine that does nothing else");
    }

    /** How much longer the last tenth took than the second; the first is that of cold caches. */
    private static double slower(List<Duration> ready, int spokes) {
        int tenth = Math.max(1, spokes / 10);
        Duration second = ready.get(2 * tenth - 1).minus(ready.get(tenth - 1));
        Duration last = ready.get(spokes - 1).minus(ready.get(spokes - 1 - tenth));
        return seconds(last) / seconds(second);
    }

    private static String shares(Map<AuditLog.Write, Long> writes, int spokes) {
        return AuditLog.byResource(writes).entrySet().stream()
                .filter(entry -> entry.getValue() * 10 >= spokes)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> Figures.of("%s %.1f", entry.getKey(), entry.getValue() / (double) spokes))
                .collect(Collectors.joining(", "));
    }

    private static double each(Map<AuditLog.Write, Long> writes, int spokes) {
        return total(writes) / (double) spokes;
    }

    private static long total(Map<AuditLog.Write, Long> writes) {
        return writes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
