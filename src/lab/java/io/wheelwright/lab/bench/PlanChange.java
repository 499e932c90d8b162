package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.AuditLog.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All spokes are put on the other plan, which gives them another quota and other sizes. */
final class PlanChange {

    private final BenchedHub benched;

    PlanChange(BenchedHub benched) {
        this.benched = benched;
    }

    void alone() {
        Instant start = Instant.now();
        Usage.Cpu before = benched.usage().cpu();
        Duration whole = run();
        Usage.Cpu cpu = benched.usage().cpu().minus(before);
        List<AuditLog.Call> calls = benched.audit().writesSince(start);
        int spokes = benched.spokes();
        Figures.say("a change of plan over %d spokes", spokes);
        Figures.print("until all are on it", "%.1f s", seconds(whole));
        Figures.print("CPU a spoke", "%s", cpu.each(spokes));
        Figures.print(
                "API writes a spoke", "hub %s", Writes.of(calls, Account.HUB).each(spokes));
        Figures.print("", "Helm %s", Writes.of(calls, Account.DEPLOYER).each(spokes));
    }

    /** How long it takes until each spoke has the release of its new plan, and is Ready. */
    Duration run() {
        long begin = System.nanoTime();
        benched.fleet().changePlan();
        List<Duration> times = benched.fleet().awaitAll(begin, BenchedHub.PATIENCE);
        return times.get(times.size() - 1);
    }
}
