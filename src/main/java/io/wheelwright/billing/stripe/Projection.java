package io.wheelwright.billing.stripe;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes rows of what is read from Stripe, and has organizations follow. No transaction is open while Stripe is asked. A
 * number is taken before each read, and what a later read has seen is not overwritten by an earlier one.
 */
@ApplicationScoped
class Projection {

    static final String SOURCE = "stripe";

    /** What came of what is about somebody of whom nothing is stored any more. */
    static final Decision ERASED = new Decision(null, null, "It is about a customer who was erased.");

    private static final Decision NAMES_NOBODY = new Decision(
            null, null, "The metadata names no organization: " + SubscriptionFacts.ORGANIZATION + " is missing.");

    private final StripeReader reader;
    private final Reckoning reckoning;
    private final Follower follower;
    private final Customers customers;
    private final Tombstones tombstones;
    private final Reprieve reprieve;
    private final Clock clock;

    Projection(
            StripeReader reader,
            Reckoning reckoning,
            Follower follower,
            Customers customers,
            Tombstones tombstones,
            Reprieve reprieve,
            Clock clock) {
        this.reader = reader;
        this.reckoning = reckoning;
        this.follower = follower;
        this.customers = customers;
        this.tombstones = tombstones;
        this.reprieve = reprieve;
        this.clock = clock;
    }

    /**
     * What Stripe says of a subscription, and whose it is.
     *
     * @param facts what was read, with the customer's others where it is over; none where it could not be read
     * @param orgId organization that follows; null where outcome says why none does
     */
    private record Heard(List<SubscriptionFacts> facts, String orgId, Decision outcome) {}

    /** Whether nothing is kept of what is about that: whose it is, is not known any more, or never was. */
    static boolean leavesNothing(Decision outcome) {
        return outcome.equals(ERASED) || outcome.equals(NAMES_NOBODY);
    }

    /**
     * Reads a subscription, and has its organization follow.
     *
     * @return what came of it
     * @throws StripeAway if Stripe does not answer
     * @throws NotYet if it is worth another try
     */
    Decision run(String subscriptionId) {
        long sequence = Reads.next();
        Heard heard = hear(subscriptionId);
        if (heard.facts.isEmpty()) {
            return heard.orgId == null
                    ? hold(subscriptionId, heard.outcome)
                    : followLeftOver(subscriptionId, heard.orgId);
        }
        List<SubscriptionRow> refused = QuarkusTransaction.requiringNew().call(() -> take(heard, sequence));
        refused.forEach(this::spare);
        return of(refused, subscriptionId)
                .map(row -> new Decision(null, row.hold, row.note))
                .orElseGet(() ->
                        heard.orgId == null ? settled(subscriptionId, heard.outcome) : follower.follow(heard.orgId));
    }

    /**
     * What a run would come to, without one.
     *
     * @throws StripeAway if Stripe does not answer
     * @throws NotYet if a run would be worth another try
     */
    Decision preview(String subscriptionId) {
        Heard heard = hear(subscriptionId);
        if (heard.orgId == null) {
            return heard.outcome;
        }
        Map<String, Decision> refused = QuarkusTransaction.requiringNew().call(() -> refusals(heard.facts));
        return refused.containsKey(subscriptionId)
                ? refused.get(subscriptionId)
                : follower.preview(
                        heard.orgId,
                        heard.facts.stream()
                                .filter(facts -> !refused.containsKey(facts.id()))
                                .toList());
    }

    private static Map<String, Decision> refusals(List<SubscriptionFacts> read) {
        Map<String, Decision> refusals = new HashMap<>();
        read.forEach(facts -> Contradiction.foreseen(facts).ifPresent(why -> refusals.put(facts.id(), why)));
        return refusals;
    }

    /** Has a subscription that was looked at in vain looked at again later. */
    void postpone(String subscriptionId) {
        BillingFacts atStake = organization(subscriptionId)
                .flatMap(customers::named)
                .filter(Reprieve::isOurs)
                .map(Customer::billing)
                .orElse(null);
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.lockedOf(subscriptionId).ifPresent(row -> {
                    row.lookAt = Looks.again(row.attempts, atStake, row.followedAt, clock.instant());
                    row.attempts++;
                }));
    }

    private Heard hear(String subscriptionId) {
        List<SubscriptionFacts> read;
        try {
            read = reader.read(subscriptionId);
        } catch (StripeAway away) {
            if (away.concernsAll()) {
                throw away;
            }
            return new Heard(List.of(), null, Decision.hold(Hold.unreadable, "%s", away.getMessage()));
        }
        return read.isEmpty() ? missing(subscriptionId) : whose(read);
    }

    /** What is left over of the other mode is not there, and its organization follows what is. */
    private Heard missing(String subscriptionId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> SubscriptionRow.<SubscriptionRow>findByIdOptional(subscriptionId))
                .filter(row -> row.orgId != null && !reckoning.isOfOurMode(row.facts()))
                .map(row -> new Heard(List.of(), row.orgId, null))
                .orElseGet(() -> new Heard(
                        List.of(),
                        null,
                        Decision.hold(Hold.missing, "Stripe has no subscription %s.", subscriptionId)));
    }

    /** What names nobody any more is still that of whom it named before. */
    private Heard whose(List<SubscriptionFacts> read) {
        SubscriptionFacts asked = read.get(0);
        if (asked.orgId() == null) {
            return organization(asked.id())
                    .map(orgId -> new Heard(read, orgId, null))
                    .orElseGet(() -> new Heard(read, null, NAMES_NOBODY));
        }
        boolean erased = QuarkusTransaction.requiringNew().call(() -> tombstones.has(asked.orgId()));
        return erased ? new Heard(read, null, ERASED) : new Heard(read, asked.orgId(), null);
    }

    /**
     * Stores what was read, but nothing of who was erased, in the transaction that would store it, or of what names nobody.
     * Another organization of the same customer at Stripe, and one that is not named any more, has a turn of its own.
     *
     * @return those that nobody believes to be as they were read: they stay as they were, and are held
     */
    private List<SubscriptionRow> take(Heard heard, long sequence) {
        Instant now = clock.instant();
        List<SubscriptionFacts> stored = heard.facts.stream()
                .filter(facts ->
                        facts.orgId() == null ? SubscriptionRow.isKnown(facts.id()) : !tombstones.has(facts.orgId()))
                .sorted(Comparator.comparing(SubscriptionFacts::id))
                .toList();
        SubscriptionRow.lockWithOthers(
                stored.stream().map(SubscriptionFacts::id).toList());
        List<SubscriptionRow> refused = new ArrayList<>();
        List<SubscriptionFacts> taken = new ArrayList<>();
        for (SubscriptionFacts facts : stored) {
            Contradiction.hold(facts, sequence, now).ifPresentOrElse(refused::add, () -> taken.add(facts));
        }
        taken.forEach(
                facts -> SubscriptionRow.take(facts, sequence, now).ifPresent(former -> Follower.leave(former, now)));
        boolean follows = of(refused, heard.facts.get(0).id()).isEmpty();
        List<String> others = taken.stream()
                .filter(facts ->
                        facts.orgId() != null && !(follows && facts.orgId().equals(heard.orgId)))
                .filter(facts -> !facts.isOver())
                .map(SubscriptionFacts::id)
                .toList();
        SubscriptionRow.lookAt(others, now);
        CustomerRows.take(taken, now);
        return refused;
    }

    private static Optional<SubscriptionRow> of(List<SubscriptionRow> rows, String subscriptionId) {
        return rows.stream()
                .filter(row -> row.subscriptionId.equals(subscriptionId))
                .findFirst();
    }

    private Decision settled(String subscriptionId, Decision outcome) {
        QuarkusTransaction.requiringNew().run(() -> SubscriptionRow.lockedOf(subscriptionId)
                .ifPresent(row -> row.settle(outcome, clock.instant())));
        return outcome;
    }

    private Decision followLeftOver(String subscriptionId, String orgId) {
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.lockedOf(subscriptionId).ifPresent(row -> row.hold = null));
        return follower.follow(orgId);
    }

    /** What cannot be read holds for itself alone, and its customer keeps what it has. What is not known is tried again. */
    private Decision hold(String subscriptionId, Decision why) {
        Optional<SubscriptionRow> held = QuarkusTransaction.requiringNew().call(() -> {
            Optional<SubscriptionRow> row = SubscriptionRow.lockedOf(subscriptionId);
            row.ifPresent(known -> known.settle(Contradiction.unless(known, why), clock.instant()));
            return row;
        });
        if (held.isEmpty() && why.hold() == Hold.unreadable) {
            throw new NotYet(why.note());
        }
        held.ifPresent(this::spare);
        return why;
    }

    private void spare(SubscriptionRow held) {
        Optional.ofNullable(held.orgId)
                .flatMap(customers::named)
                .ifPresent(customer -> reprieve.grant(customer, Looks.WHILE_HELD));
    }

    private static Optional<String> organization(String subscriptionId) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.organization(subscriptionId));
    }
}
