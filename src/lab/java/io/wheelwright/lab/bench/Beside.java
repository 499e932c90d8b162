package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.lab.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ten thousand other spokes report, a thousand times a second: beside a change of plan, and then for a long time. */
final class Beside {

    private static final int OTHERS = 10_000;
    /** Agents do not wait for each other: enough that a slow answer does not hold up the next request. */
    private static final int CONNECTIONS = 128;

    private static final int PER_SECOND = 1000;
    private static final double FLAT = 1.1;

    /** At least each of them has reported by then. */
    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(15);

    private static final Duration KNOWN = Duration.ofMinutes(1);

    private final BenchedHub benched;
    private final PlanChange change;
    private final Load load;

    Beside(BenchedHub benched, PlanChange change) throws SQLException {
        this.benched = benched;
        this.change = change;
        Fleet others = new Fleet(OTHERS);
        others.insert(benched.space().databaseUrl());
        byte[][] requests = others.heartbeats();
        this.load = Load.ofRate(benched.space().port(), CONNECTIONS, PER_SECOND, n -> requests[n % OTHERS]);
    }

    void measure(Duration time) throws SQLException, InterruptedException, ExecutionException {
        Await.until(KNOWN, this::isKnown);
        load.run(warmUp(time));
        besideAChange();
        load.run(warmUp(time));
        Growth before = Growth.now(benched);
        Usage.Cpu cpuBefore = benched.usage().cpu();
        Load.Result result = load.run(time);
        Usage.Cpu cpu = benched.usage().cpu().minus(cpuBefore);
        Growth after = Growth.now(benched);

        Figures.say("%d heartbeats a second for %.0f s beside %d spokes", PER_SECOND, seconds(time), benched.spokes());
        speed(result);
        Figures.print(
                "CPU of hub / database",
                "%.0f / %.0f %% of a core",
                100 * seconds(cpu.hub()) / seconds(time),
                100 * seconds(cpu.database()) / seconds(time));
        grown("heap in use, MB", before.heap(), after.heap(), before.heap() * FLAT);
        grown("rows", before.rows(), after.rows(), before.rows());
        Figures.print("database, MB", "%d, then %d", before.database(), after.database());
        Figures.print("resident memory, MB", "%d, then %d", before.resident(), after.resident());
    }

    /** The compilers get it first, and what was begun gets to end. */
    private static Duration warmUp(Duration time) {
        Duration tenth = time.dividedBy(10);
        return tenth.compareTo(SHORTEST_WARM_UP) < 0 ? SHORTEST_WARM_UP : tenth;
    }

    private void besideAChange() throws InterruptedException, ExecutionException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Load.Result> loaded = thread.submit(() -> load.run(BenchedHub.PATIENCE));
        try {
            Duration whole = change.run();
            load.stop();
            Figures.say("a change of plan over %d spokes beside %d heartbeats a second", benched.spokes(), PER_SECOND);
            Figures.print("until all are on it", "%.1f s", seconds(whole));
            speed(loaded.get());
        } finally {
            load.stop();
            thread.shutdown();
        }
    }

    private static void speed(Load.Result result) {
        Figures.judge(
                "requests/s",
                Long.toString(result.perSecond()),
                result.perSecond() >= PER_SECOND * 99 / 100,
                Integer.toString(PER_SECOND),
                "hub and load driver want more of the machine than they got");
        Figures.print("p50 / p99 since due", "%.1f / %.1f ms", result.milliseconds(0.5), result.milliseconds(0.99));
    }

    private static void grown(String name, long before, long after, double most) {
        Figures.judge(
                name,
                before + ", then " + after,
                after <= most,
                Figures.of("%.0f", most),
                "something is kept of each heartbeat");
    }

    private boolean isKnown() {
        try {
            return load.isServed(OTHERS - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
