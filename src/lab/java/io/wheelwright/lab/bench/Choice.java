package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be measured, and how much of it.
 *
 * @param parts {@code heartbeats} and {@code list} of 10 000 spokes that are rows only; {@code signups} of customers;
 *     {@code webhooks} that Stripe sends, and {@code billing}: what customers do there, until it takes effect;
 *     {@code spokes} that are applied at once, and what is done to them afterwards: {@code plan} changes theirs,
 *     {@code recovery} kills their hub, {@code beside} lets others report for a long time
 * @param slots the numbers of slots that spokes are applied with; what is done afterwards is done with the first
 * @param beside how long the others report
 * @param webhooks how long Stripe sends
 * @param customers how many of them do something at Stripe
 */
record Choice(Set<String> parts, int spokes, List<Integer> slots, Duration beside, Duration webhooks, int customers) {

    private static final String ALL = "heartbeats,list,signups,webhooks,billing,spokes,plan,recovery,beside";

    static Choice ofProperties() {
        return new Choice(
                Set.of(System.getProperty("bench", ALL).split(",")),
                Integer.getInteger("bench.spokes", 200),
                Stream.of(System.getProperty("bench.slots", "3,8").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Duration.parse(System.getProperty("bench.beside", "PT10M")),
                Duration.parse(System.getProperty("bench.webhooks", "PT60S")),
                Integer.getInteger("bench.customers", 20));
    }

    boolean has(String part) {
        return parts.contains(part);
    }

    boolean hasSpokes() {
        return Stream.of("spokes", "plan", "recovery", "beside").anyMatch(parts::contains);
    }
}
