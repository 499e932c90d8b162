package io.wheelwright.billing.stripe;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What counts of an invoice.
 *
 * @param status as Stripe has it: draft, open, paid, uncollectible, void
 * @param finalizedAt when it was finalized, and its payment tried for the first time; null for a draft
 * @param dueAt until when it is to be paid by hand; null where it is charged
 */
record InvoiceFacts(String id, String status, Instant createdAt, Instant finalizedAt, Instant dueAt) {

    private static final String OPEN = "open";
    private static final Set<String> UNPAID = Set.of(OPEN, "uncollectible");

    /**
     * Since when it is owed without a break: since the first of those invoices failed, or was due, that came after the last
     * paid one. An old invoice that is open beside paid ones is no reason. Empty where that cannot be told.
     */
    static Optional<Instant> unpaidSince(List<InvoiceFacts> invoices) {
        return newestFirst(invoices)
                .takeWhile(invoice -> UNPAID.contains(invoice.status))
                .reduce((newer, older) -> older)
                .flatMap(InvoiceFacts::failedAt);
    }

    /** The invoice that is to be paid now: the newest, if it is open. */
    static Optional<InvoiceFacts> open(List<InvoiceFacts> invoices) {
        return newestFirst(invoices).findFirst().filter(invoice -> invoice.status.equals(OPEN));
    }

    /** Those that were to be paid, and still are, or were. */
    private static Stream<InvoiceFacts> newestFirst(List<InvoiceFacts> invoices) {
        return invoices.stream()
                .filter(invoice -> UNPAID.contains(invoice.status) || invoice.status.equals("paid"))
                .sorted(Comparator.comparing(InvoiceFacts::createdAt)
                        .thenComparing(InvoiceFacts::id)
                        .reversed());
    }

    private Optional<Instant> failedAt() {
        return Optional.ofNullable(dueAt == null ? finalizedAt : dueAt);
    }
}
