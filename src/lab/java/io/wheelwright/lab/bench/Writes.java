package io.wheelwright.lab.bench;

import io.wheelwright.lab.AuditLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each kind of object was written in a time, and how. */
record Writes(Map<String, Long> counts) {

    static Writes of(List<AuditLog.Call> calls, AuditLog.Account account) {
        return new Writes(calls.stream()
                .filter(call -> call.account() == account)
                .collect(Collectors.groupingBy(
                        call -> call.verb() + " " + call.resource(), TreeMap::new, Collectors.counting())));
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For each of so many spokes; what hardly any spoke needs is left out of the list. */
    String each(int spokes) {
        return Figures.of("%.1f: ", total() / (double) spokes)
                + counts.entrySet().stream()
                        .filter(entry -> entry.getValue() * 10 >= spokes)
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(entry -> Figures.of("%s %.1f", entry.getKey(), entry.getValue() / (double) spokes))
                        .collect(Collectors.joining(", "));
    }
}
