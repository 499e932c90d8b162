package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Json;
import io.wheelwright.outbox.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Spoke as it was before its deletion, as the proposals that make it again. What other concerns decide is proposed in
 * their names: otherwise the hub would own it, and refuse it to them from then on.
 */
record FormerSpoke(String name, String namespace, Map<String, String> labels, JsonNode spec) {

    private static final String KIND = "Spoke";
    private static final String BILLING = "billing";
    private static final String DIRECTORY = "directory";
    private static final String VISIBLE = "visible";

    @SuppressWarnings("unchecked")
    static FormerSpoke of(String name, String namespace, JsonNode recorded) {
        return new FormerSpoke(
                name, namespace, Json.convert(recorded.path("labels"), Map.class), recorded.path("spec"));
    }

    String organization() {
        return spec.path("organizationRef").asText();
    }

    /** The Spoke without what belongs to others. */
    Proposal creation() {
        ObjectNode own = spec.deepCopy();
        own.remove(BILLING);
        if (own.get(DIRECTORY) instanceof ObjectNode directory) {
            directory.remove(VISIBLE);
        }
        return Proposal.of(
                Proposal.HUB,
                KIND,
                new ObjectMetaBuilder(metadata()).withLabels(labels).build(),
                own,
                UnaryOperator.identity());
    }

    /** What is added once it is made, each in the name of its owner. */
    List<Proposal> additions() {
        List<Proposal> additions = new ArrayList<>();
        if (spec.hasNonNull(BILLING)) {
            additions.add(addition(Proposal.BILLING, Map.of(BILLING, spec.get(BILLING))));
        }
        if (spec.path(DIRECTORY).path(VISIBLE).asBoolean()) {
            additions.add(addition(Proposal.DIRECTORY, Map.of(DIRECTORY, Map.of(VISIBLE, true))));
        }
        return additions;
    }

    private Proposal addition(String fieldManager, Object part) {
        return Proposal.of(fieldManager, KIND, metadata(), part, UnaryOperator.identity());
    }

    private ObjectMeta metadata() {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
    }
}
