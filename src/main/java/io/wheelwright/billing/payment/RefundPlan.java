package io.wheelwright.billing.payment;

import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What goes back of which payment: the newest first, of each as much as there is. */
record RefundPlan(List<Part> parts) {

    /** What goes back of a payment, in minor units of its currency. */
    record Part(Payment payment, long amount) {}

    /**
     * Plans it; ends the request where nothing, or not as much, can go back.
     *
     * @param amount what is asked for; null unless that is the mode
     */
    static RefundPlan of(RefundMode mode, Long amount, PaidSoFar paid, Period period, Instant now) {
        List<Payment> count = paid.payments().stream()
                .filter(payment -> mode == RefundMode.amount || payment.isForPeriod())
                .toList();
        if (mode == RefundMode.full) {
            checkUncontested(count);
        }
        long left = count.stream().mapToLong(Payment::left).sum() - paid.credit();
        long back = Math.min(
                left,
                switch (mode) {
                    case full -> left;
                    case prorated -> prorated(count, paid.times(), period, now);
                    case amount -> amount;
                });
        if (back <= 0 || mode == RefundMode.amount && amount > left) {
            throw tooMuch(mode, count, paid.credit(), left);
        }
        if (mode == RefundMode.amount) {
            checkStep(back, count.get(0).currency());
        }
        List<Part> parts = spread(back, count);
        if (parts.isEmpty()) {
            throw tooMuch(mode, count, paid.credit(), left);
        }
        return new RefundPlan(parts);
    }

    String currency() {
        return parts.get(0).payment().currency();
    }

    long amount() {
        return parts.stream().mapToLong(Part::amount).sum();
    }

    /** Who is paid back in full would get twice what the bank is about to take. */
    private static void checkUncontested(List<Payment> payments) {
        payments.stream()
                .filter(payment -> payment.contest() == Contest.open)
                .findFirst()
                .ifPresent(payment -> {
                    throw Problem.of(
                            ProblemType.CONFLICT,
                            "The payment %s of %s is disputed: what the bank takes back would be paid back twice. Wait until that is decided, or refund an amount of other payments."
                                    .formatted(payment.charge(), MoneyText.of(payment.paid(), payment.currency())));
                });
    }

    /** What went back of a disputed payment is of what was not paid. */
    private static long prorated(List<Payment> payments, List<PeriodRest> times, Period period, Instant now) {
        if (payments.isEmpty()) {
            return 0;
        }
        long refunded = payments.stream()
                .filter(payment -> payment.contest() == Contest.none)
                .mapToLong(Payment::refunded)
                .sum();
        return ProratedRefund.of(
                        times, period.end(), period.left(now), payments.get(0).currency())
                - refunded;
    }

    private static void checkStep(long amount, String currency) {
        if (PayableAmount.atMost(amount, currency) != amount) {
            throw Problem.invalid(
                    "amount",
                    "must be a multiple of %d in %s"
                            .formatted(PayableAmount.step(currency), currency.toUpperCase(Locale.ROOT)));
        }
    }

    private static List<Part> spread(long back, List<Payment> payments) {
        List<Part> parts = new ArrayList<>();
        long rest = back;
        for (Payment payment : payments) {
            long part = PayableAmount.atMost(Math.min(rest, payment.left()), payment.currency());
            if (part > 0) {
                parts.add(new Part(payment, part));
                rest -= part;
            }
        }
        return List.copyOf(parts);
    }

    private static RuntimeException tooMuch(RefundMode mode, List<Payment> payments, long credit, long left) {
        if (payments.isEmpty()) {
            return Problem.of(
                    ProblemType.CONFLICT,
                    mode == RefundMode.amount
                            ? "Nothing was paid: there is nothing to refund."
                            : "Nothing was paid for the current period: there is nothing to refund.");
        }
        String currency = payments.get(0).currency();
        long paid = payments.stream().mapToLong(Payment::paid).sum();
        long refunded = payments.stream().mapToLong(Payment::refunded).sum();
        String credited = credit == 0 ? "" : " %s are a credit.".formatted(MoneyText.of(credit, currency));
        String disputed = payments.stream().anyMatch(payment -> payment.contest() != Contest.none)
                ? " A payment is disputed."
                : "";
        return Problem.of(
                ProblemType.CONFLICT,
                "Of %s paid, %s were refunded, and %s can be: %s.%s%s"
                        .formatted(
                                MoneyText.of(paid, currency),
                                MoneyText.of(refunded, currency),
                                MoneyText.of(Math.max(0, left), currency),
                                mode == RefundMode.prorated
                                        ? "nothing of that is for days that remain"
                                        : "that is not enough",
                                credited,
                                disputed));
    }
}
