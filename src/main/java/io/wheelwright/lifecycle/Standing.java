package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.billing.DeletionDay;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.organization.Customer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where a customer stands at an instant, and which end is near. */
record Standing(Stage stage, Entitlement entitlement, Optional<Countdown> countdown) {

    private static final List<Integer> BEFORE_THE_END_OF_A_TRIAL = List.of(1, 2, 7);
    private static final List<Integer> BEFORE_A_DELETION = List.of(1, 7, 30);
    private static final Set<String> OWING =
            Set.of(Reasons.PAYMENT_FAILED, Reasons.PAYMENT_PAST_DUE, Reasons.GRACE_EXPIRED);

    static Standing of(Customer customer, Instant now) {
        return of(customer, false, now);
    }

    /**
     * The same.
     *
     * @param spared whether nothing is taken from the customer
     */
    static Standing of(Customer customer, boolean spared, Instant now) {
        Entitlement entitlement = customer.entitlement(spared, now);
        Stage stage = Stage.of(entitlement);
        return new Standing(stage, entitlement, countdown(customer, stage, entitlement));
    }

    /** Whether a payment that has failed is what decides. */
    boolean isOwing() {
        return OWING.contains(entitlement.reason());
    }

    /** When the subscription ends that is paid until then; empty where no end is known. */
    Optional<Instant> lastDay() {
        return entitlement.reason().equals(Reasons.CANCEL_SCHEDULED) ? entitlement.nextChange() : Optional.empty();
    }

    /** When something changes of it, or is to be told, if nobody says anything else. */
    Optional<Instant> next(Instant now) {
        return Stream.concat(
                        entitlement.nextChange().stream(), countdown.stream().flatMap(Countdown::moments))
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    private static Optional<Countdown> countdown(Customer customer, Stage stage, Entitlement entitlement) {
        return switch (stage) {
            case trial ->
                entitlement
                        .nextChange()
                        .map(end -> new Countdown(NoticeKind.TRIAL_REMINDER, end, BEFORE_THE_END_OF_A_TRIAL));
            case ended ->
                deletion(customer).map(day -> new Countdown(NoticeKind.DELETION_NOTICE, day, BEFORE_A_DELETION));
            default -> Optional.empty();
        };
    }

    /** The day from which the customer's data is deleted, if it is. */
    static Optional<Instant> deletion(Customer customer) {
        return customer.facts()
                .filter(facts -> !customer.isKept())
                .filter(facts -> facts.state() == BillingState.deletion_scheduled
                        || facts.state() == BillingState.cancelled && facts.endsAt() != null)
                .flatMap(DeletionDay::of)
                .map(day ->
                        customer.keptUntil() != null && customer.keptUntil().isAfter(day) ? customer.keptUntil() : day);
    }
}
