package io.wheelwright.fault;

import io.wheelwright.lab.fault.Call;
import io.wheelwright.lab.fault.Write;
import io.wheelwright.lab.fault.Write.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often each object was made and deleted in a life. What a call of Helm makes is made again when the call is, after
 * what it left was removed, and so are the credentials of a call: of those only the difference has to agree.
 */
final class Balance {

    private static final Set<String> OF_A_CALL = Set.of("secrets wheelwright-deployers/{spoke}");

    /** How the hub's own client calls itself; Helm's have other names. */
    private static final String HUB = "fabric8-kubernetes-client";

    private static final String HELM_RECORDS = "sh.helm.release.v1";

    private Balance() {}

    static Map<String, String> of(List<Write> writes, String spokeNamespace, String spoke) {
        Map<String, List<Write>> byObject = writes.stream()
                .filter(write -> write.effect() != Effect.CHANGED)
                .filter(write -> write.call().toString().contains(spoke))
                .collect(Collectors.groupingBy(
                        write -> object(write.call(), spokeNamespace, spoke), TreeMap::new, Collectors.toList()));
        Map<String, String> balance = new TreeMap<>();
        byObject.forEach((object, both) -> {
            long made = both.stream()
                    .filter(write -> write.effect() == Effect.CREATED)
                    .count();
            long deleted = both.size() - made;
            boolean again = OF_A_CALL.contains(object)
                    || both.stream().anyMatch(write -> !write.agent().startsWith(HUB));
            balance.put(object, again ? "left: " + (made - deleted) : "made %d, deleted %d".formatted(made, deleted));
        });
        return balance;
    }

    /** Helm sends its records in a form of which the proxy does not read the name, and deletes them by name. */
    private static String object(Call call, String spokeNamespace, String spoke) {
        boolean record = call.resource().equals("secrets")
                && (call.name().isEmpty() || call.name().startsWith(HELM_RECORDS));
        return "%s %s/%s"
                .formatted(call.resource(), call.namespace(), record ? HELM_RECORDS : call.name())
                .replace(spokeNamespace, "{spoke}")
                .replace(spoke, "{spoke}");
    }
}
