package io.wheelwright.lab.stripe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Every movement of money and every refused one, in order, and beside them what meters were told. Nothing removes a line;
 * tests use it as judge.
 */
public final class Ledger {

    /** What a line is. */
    public enum Kind {
        CHARGE,
        DECLINE,
        REFUND,
        REFUND_FAILED,
        DISPUTE
    }

    /**
     * One line.
     *
     * @param id the charge, refund or dispute
     * @param invoice the invoice that was to be paid, null for what belongs to none
     * @param charge the charge itself, or the one that a refund or dispute is about
     * @param amount in minor units of {@code currency}
     * @param idempotencyKey of the request that caused it, null if the clock did
     * @param requestId of the request that caused it, null if the clock did
     */
    public record Line(
            Instant at,
            Kind kind,
            String id,
            String customer,
            String invoice,
            String charge,
            long amount,
            String currency,
            String idempotencyKey,
            String requestId) {}

    /**
     * What a meter was told.
     *
     * @param identifier of the meter event
     * @param units negative where the event was taken back
     */
    public record Usage(String identifier, String customer, long units) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<Usage> usage = new CopyOnWriteArrayList<>();

    void add(Line line) {
        lines.add(line);
    }

    void add(Usage told) {
        usage.add(told);
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    public List<Line> lines(Kind kind) {
        return lines.stream().filter(line -> line.kind() == kind).toList();
    }

    /** What meters were told of a customer, and what was taken back of that as often as it was. */
    public List<Usage> usage(String customer) {
        return usage.stream().filter(told -> told.customer().equals(customer)).toList();
    }

    /** What a customer paid and did not get back, in minor units by currency. */
    public Map<String, Long> kept(String customer) {
        return lines.stream()
                .filter(line -> line.customer() != null && line.customer().equals(customer))
                .collect(Collectors.groupingBy(
                        Line::currency, TreeMap::new, Collectors.summingLong(line -> switch (line.kind()) {
                            case CHARGE, REFUND_FAILED -> line.amount();
                            case REFUND -> -line.amount();
                            case DECLINE, DISPUTE -> 0;
                        })));
    }

    /** Invoices that more than one charge paid: must be empty, whatever crashed. */
    public List<String> chargedTwice() {
        return lines(Kind.CHARGE).stream()
                .filter(line -> line.invoice() != null)
                .collect(Collectors.groupingBy(Line::invoice, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
