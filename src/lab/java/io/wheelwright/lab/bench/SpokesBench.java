package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.AuditLog.Account;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.Await;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Spokes that are applied at once: how long they take, what they cost, and how large the hub becomes. */
final class SpokesBench {

    private static final Duration REST = Duration.ofSeconds(30);

    /** For 200 spokes, by the number of slots. */
    private static final Map<Integer, Duration> TARGETS =
            Map.of(3, Duration.ofSeconds(240), 8, Duration.ofSeconds(150));

    private static final int SPOKES_OF_TARGETS = 200;
    private static final int ENOUGH_FOR_TENTHS = 100;
    private static final double FLAT = 1.2;
    private static final int MEGABYTES_TARGET = 300;

    private final BenchedHub benched;
    private final int slots;
    private final int spokes;

    private SpokesBench(BenchedHub benched, int slots) {
        this.benched = benched;
        this.slots = slots;
        this.spokes = benched.spokes();
    }

    static void run(LabPlane plane, AuditLog audit, Path directory, Choice choice)
            throws SQLException, InterruptedException, ExecutionException {
        List<Integer> numbers =
                choice.has("spokes") ? choice.slots() : choice.slots().subList(0, 1);
        for (int slots : numbers) {
            try (BenchedHub benched = BenchedHub.start(plane, audit, directory, slots, choice.spokes())) {
                SpokesBench bench = new SpokesBench(benched, slots);
                bench.atOnce();
                if (slots == numbers.get(0)) {
                    bench.afterwards(choice);
                }
            }
        }
    }

    private void afterwards(Choice choice) throws SQLException, InterruptedException, ExecutionException {
        if (choice.has("spokes")) {
            atRest();
            size();
        }
        PlanChange change = new PlanChange(benched);
        if (choice.has("plan")) {
            change.alone();
        }
        if (choice.has("recovery")) {
            new Recovery(benched).measure();
        }
        if (choice.has("beside")) {
            new Beside(benched, change).measure(choice.beside());
        }
    }

    private void atOnce() {
        Instant start = Instant.now();
        Usage.Cpu before = benched.usage().cpu();
        long begin = System.nanoTime();
        benched.fleet().apply(spokes);
        benched.fleet().await((spokes + 1) / 2, BenchedHub.PATIENCE);
        Instant halfway = Instant.now();
        Usage.Cpu first = benched.usage().cpu().minus(before);
        List<Duration> ready = benched.fleet().awaitAll(begin, BenchedHub.PATIENCE);
        Usage.Cpu cpu = benched.usage().cpu().minus(before);

        Figures.say("%d spokes applied at once, %d slots", spokes, slots);
        untilReady(ready, cpu);
        if (spokes >= ENOUGH_FOR_TENTHS) {
            flat("last tenth : second tenth", slower(ready));
        }
        Duration half = ready.get((spokes + 1) / 2 - 1);
        flat("time, second half : first", ratio(ready.get(spokes - 1).minus(half), half));
        flat("CPU, second half : first", ratio(cpu.minus(first).all(), first.all()));
        Figures.print("CPU a spoke", "%s", cpu.each(spokes));
        List<AuditLog.Call> calls = benched.audit().writesSince(start);
        long early = calls.stream().filter(call -> call.at().isBefore(halfway)).count();
        flat("writes, second half : first", (calls.size() - early) / (double) early);
        Figures.print(
                "API writes a spoke", "hub %s", Writes.of(calls, Account.HUB).each(spokes));
        Figures.print("", "Helm %s", Writes.of(calls, Account.DEPLOYER).each(spokes));
    }

    private void untilReady(List<Duration> ready, Usage.Cpu cpu) {
        Duration whole = ready.get(spokes - 1);
        String value = Figures.of("%.1f s (first after %.1f s)", seconds(whole), seconds(ready.get(0)));
        int cores = Runtime.getRuntime().availableProcessors();
        double busy = 100 * seconds(cpu.all()) / seconds(whole) / cores;
        String cause = Figures.of("the %d cores were %.0f %% busy with it", cores, busy);
        if (TARGETS.containsKey(slots)) {
            Duration target = TARGETS.get(slots).multipliedBy(spokes).dividedBy(SPOKES_OF_TARGETS);
            Figures.judge(
                    "until all are Ready",
                    value,
                    whole.compareTo(target) <= 0,
                    Figures.of("%.0f s", seconds(target)),
                    cause);
        } else {
            Figures.print("until all are Ready", "%s, %s", value, cause);
        }
    }

    private static void flat(String name, double ratio) {
        Figures.judge(
                name,
                Figures.of("%.2f", ratio),
                ratio <= FLAT,
                Figures.of("%.1f", FLAT),
                "something grows with the number of spokes");
    }

    private void atRest() {
        Instant start = Instant.now();
        Usage.Cpu before = benched.usage().cpu();
        Await.until(REST, () -> false);
        Usage.Cpu cpu = benched.usage().cpu().minus(before);
        Writes writes = Writes.of(benched.audit().writesSince(start), Account.HUB);
        Figures.say("%d spokes at rest", spokes);
        Figures.print("CPU of the hub", "%.1f %% of a core", 100 * seconds(cpu.hub()) / seconds(REST));
        Figures.judge(
                "API writes of the hub",
                Figures.of("%d in %.0f s", writes.total(), seconds(REST)),
                writes.total() == 0,
                "0",
                "it is not quiet yet: " + writes.counts());
    }

    private void size() {
        long megabytes = Usage.megabytes(benched.hub().handle());
        Figures.judge(
                "hub's resident memory",
                Figures.of(
                        "%d MB (heap in use %d MB)",
                        megabytes, Usage.liveMegabytes(benched.hub().handle())),
                megabytes < MEGABYTES_TARGET,
                MEGABYTES_TARGET + " MB",
                "-XX:TieredStopAtLevel=1 saves about 50 MB at the price of CPU");
        Figures.print("Helm's processes", "%s MB", benched.usage().helmMegabytes());
    }

    /** How much longer the last tenth took than the second; the first is that of cold caches. */
    private double slower(List<Duration> ready) {
        int tenth = spokes / 10;
        Duration second = ready.get(2 * tenth - 1).minus(ready.get(tenth - 1));
        Duration last = ready.get(spokes - 1).minus(ready.get(spokes - 1 - tenth));
        return ratio(last, second);
    }

    private static double ratio(Duration one, Duration other) {
        return seconds(one) / seconds(other);
    }
}
