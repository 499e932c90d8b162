package io.wheelwright.lab.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The faults that wait for their call. Of reads the n-th is met; of writes the n-th that is effective, since one that
 * changes nothing may be repeated at any time.
 */
final class Faults {

    private static final int EVERY = 0;

    /** A fault and the calls that it waits for. */
    static final class Rule {

        private final Predicate<Call> calls;
        private final int occurrence;
        private final Fault fault;
        private final AtomicInteger reads = new AtomicInteger();

        private Rule(Predicate<Call> calls, int occurrence, Fault fault) {
            this.calls = calls;
            this.occurrence = occurrence;
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }

        private boolean meets(Call call, boolean countable, Writes writes) {
            if (!calls.test(call)) {
                return false;
            }
            if (occurrence == EVERY) {
                return true;
            }
            int number = call.isWrite() ? writes.count(calls) + 1 : reads.incrementAndGet();
            return countable && occurrence == number;
        }
    }

    private final Writes writes;
    private final List<Rule> rules = new ArrayList<>();

    Faults(Writes writes) {
        this.writes = writes;
    }

    synchronized void once(Predicate<Call> calls, int occurrence, Fault fault) {
        rules.add(new Rule(calls, occurrence, fault));
    }

    synchronized void always(Predicate<Call> calls, Fault fault) {
        rules.add(new Rule(calls, EVERY, fault));
    }

    synchronized void clear() {
        rules.clear();
    }

    synchronized Optional<Rule> meeting(Call call, String uri) {
        boolean countable = !call.isWrite() || Writes.isCandidate(call, uri);
        // Each rule counts the call, also where another one is met.
        List<Rule> met = rules.stream()
                .filter(rule -> rule.meets(call, countable, writes))
                .toList();
        return met.stream().findFirst();
    }

    /** Uses it up, unless it is meant for every such call; false when it was used up before. */
    synchronized boolean take(Rule rule) {
        return rule.occurrence == EVERY ? rules.contains(rule) : rules.remove(rule);
    }
}
