package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.AuditLog.Account;
import io.wheelwright.lab.process.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The hub is killed while nothing is to be done, and started again. It forgets by that what it has verified, and reads
 * the Secrets of each spoke when it visits it: so its visits show in the audit log.
 */
final class Recovery {

    private static final Duration READY_TARGET = Duration.ofSeconds(5);
    private static final Duration FIRST_TARGET = Duration.ofSeconds(15);

    private final BenchedHub benched;

    Recovery(BenchedHub benched) {
        this.benched = benched;
    }

    void measure() {
        Instant killed = Instant.now();
        benched.hub().kill();
        benched.hub().start().awaitReady();
        Duration ready = Duration.between(killed, Instant.now());
        Await.until(BenchedHub.PATIENCE, () -> visits(killed).size() >= benched.spokes());
        List<Instant> visits = visits(killed).values().stream().sorted().toList();
        Duration first = Duration.between(killed, visits.get(0));
        Duration last = Duration.between(killed, visits.get(visits.size() - 1));
        List<AuditLog.Call> changes = benched.audit().writesSince(killed).stream()
                .filter(AuditLog.Call::effective)
                .toList();

        Figures.say("kill -9 with %d spokes", benched.spokes());
        judge("hub ready again", ready, READY_TARGET);
        judge("first reconcile", first, FIRST_TARGET);
        Figures.print("all were looked at", "%.1f s", seconds(last));
        Figures.judge(
                "effective API writes",
                Integer.toString(changes.size()),
                changes.isEmpty(),
                "0",
                "it wrote " + Writes.of(changes, Account.HUB).counts());
    }

    /** When each of the namespaces was visited first. */
    private Map<String, Instant> visits(Instant since) {
        return benched.audit().since(since).stream()
                .filter(call -> call.resource().equals("secrets"))
                .filter(call -> call.namespace().startsWith(benched.space().namespacePrefix()))
                .collect(Collectors.toMap(
                        AuditLog.Call::namespace,
                        AuditLog.Call::at,
                        (one, other) -> one.isBefore(other) ? one : other));
    }

    private static void judge(String name, Duration time, Duration target) {
        Figures.judge(
                name,
                Figures.of("%.1f s", seconds(time)),
                time.compareTo(target) <= 0,
                Figures.of("%.0f s", seconds(target)),
                "a machine that does nothing else");
    }
}
