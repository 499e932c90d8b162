package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * What becomes of the deliveries to one customer on their way: some come twice or more, some days later, some never, and all
 * in any order.
 */
final class Mishaps {

    private static final int MOST_MOMENTS_LATE = 3;

    private final Random chance;
    private final boolean deaf;
    private final List<JsonNode> past = new ArrayList<>();
    private final Set<JsonNode> arrived = new HashSet<>();
    private final List<Late> late = new ArrayList<>();
    private int moment;

    private record Late(int moment, JsonNode event) {}

    /**
     * Begins with none.
     *
     * @param deaf whether next to nothing ever arrives, so that the hub has to list it at each moment; otherwise one event at
     *     least arrives about each subscription at each moment at which something became of it and the hub lists nothing
     */
    Mishaps(Random chance, boolean deaf) {
        this.chance = chance;
        this.deaf = deaf;
    }

    boolean isDeaf() {
        return deaf;
    }

    /**
     * What arrives at a moment, in this order.
     *
     * @param events what came about at it
     * @param listed whether the hub lists now what it has missed
     */
    List<JsonNode> arriving(List<JsonNode> events, boolean listed) {
        moment++;
        past.addAll(events);
        List<JsonNode> arriving = new ArrayList<>();
        boolean none = deaf || listed && chance.nextBoolean();
        for (JsonNode event : events) {
            int copies = none && chance.nextInt(10) > 0
                    ? 0
                    : List.of(0, 0, 0, 1, 1, 1, 1, 2, 2, 4).get(chance.nextInt(10));
            arriving.addAll(Collections.nCopies(copies, event));
            if (chance.nextInt(copies == 0 ? 2 : 6) == 0) {
                late.add(new Late(moment + 1 + chance.nextInt(MOST_MOMENTS_LATE), event));
            }
        }
        if (!none) {
            late.stream().filter(one -> one.moment <= moment).map(Late::event).forEach(arriving::add);
            late.removeIf(one -> one.moment <= moment);
            subscriptions(events).forEach(id -> hint(id, events, arriving));
        }
        if (!past.isEmpty() && !deaf && chance.nextInt(4) == 0) {
            arriving.add(past.get(chance.nextInt(past.size())));
        }
        Collections.shuffle(arriving, chance);
        arrived.addAll(listed ? past : arriving);
        return arriving;
    }

    /** What is still on its way in the end. */
    List<JsonNode> rest() {
        List<JsonNode> rest = new ArrayList<>(late.stream().map(Late::event).toList());
        Collections.shuffle(rest, chance);
        return rest;
    }

    /** Any event of a subscription is as good a hint as another, but one that came before is none. */
    private void hint(String subscription, List<JsonNode> events, List<JsonNode> arriving) {
        if (arriving.stream()
                .noneMatch(event -> subscription.equals(subscription(event)) && !arrived.contains(event))) {
            List<JsonNode> hints = events.stream()
                    .filter(event -> subscription.equals(subscription(event)))
                    .toList();
            arriving.add(hints.get(chance.nextInt(hints.size())));
        }
    }

    private static Collection<String> subscriptions(List<JsonNode> events) {
        return events.stream()
                .map(Mishaps::subscription)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The subscription that an event is about; null for none. */
    static String subscription(JsonNode event) {
        return StripeEvent.read(event).orElseThrow().about(Subject.Kind.subscription);
    }
}
