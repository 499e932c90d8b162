package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.stripe.StripeReader.SubscriptionPage;
import io.wheelwright.billing.stripe.Subject.Kind;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Compares all subscriptions at Stripe with what is known of them, and has those read again of which something is not: that
 * no event had told of it is drift, and there should be none.
 */
@ApplicationScoped
class Sweep {

    /** Between two that are to be read again: what was missed in a long absence takes a part of Stripe's rate only. */
    private static final Duration SPACING = Duration.ofMillis(200);

    private final StripeReader reader;
    private final Customers customers;
    private final Tombstones tombstones;
    private final Rounds rounds;
    private final Clock clock;

    /** After which subscription the page begins that is to be compared; null for the first. */
    private String next;

    private long drift;

    Sweep(StripeReader reader, Customers customers, Tombstones tombstones, Rounds rounds, Clock clock) {
        this.reader = reader;
        this.customers = customers;
        this.tombstones = tombstones;
        this.rounds = rounds;
        this.clock = clock;
    }

    /**
     * Goes through all of them, or from where Stripe did not answer the last time.
     *
     * @return how many are read again
     * @throws StripeAway if Stripe does not answer
     */
    synchronized long run() {
        do {
            long sequence = Reads.next();
            SubscriptionPage page = page();
            for (SubscriptionFacts listed : page.subscriptions()) {
                drift += compare(listed, sequence) ? 1 : 0;
            }
            next = page.next();
        } while (next != null);
        long found = drift;
        drift = 0;
        rounds.compared(found);
        return found;
    }

    /** A page that Stripe refuses, such as after a subscription that it does not have any more, is no place to go on from. */
    private SubscriptionPage page() {
        try {
            return reader.list(next);
        } catch (StripeAway away) {
            if (!away.concernsAll()) {
                next = null;
                drift = 0;
            }
            throw away;
        }
    }

    private boolean compare(SubscriptionFacts listed, long sequence) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> isDrift(listed, sequence));
        } catch (RuntimeException boundary) {
            // What cannot be compared is not known to be as it should, and holds up no other.
            Log.errorf(boundary, "The subscription %s could not be compared", listed.id());
            return true;
        }
    }

    private boolean isDrift(SubscriptionFacts listed, long sequence) {
        Optional<SubscriptionRow> row = SubscriptionRow.lockedOf(listed.id());
        boolean isDrift = row.map(known -> known.readSeq < sequence
                                && known.hold != Hold.illegal_transition
                                && !known.facts().isAlike(listed))
                        .orElseGet(() -> isOfACustomer(listed))
                && !EventEntity.isAwaited(new Subject(Kind.subscription, listed.id()));
        if (isDrift) {
            Log.warnf("No event has told how the subscription %s is: it is read again", listed.id());
            lookInTurn(row.orElseGet(() -> unread(listed)));
        }
        return isDrift;
    }

    /** After those before it, and no later than it would have been read anyway. */
    private void lookInTurn(SubscriptionRow row) {
        Instant turn = clock.instant().plus(SPACING.multipliedBy(drift));
        row.lookAt = row.lookAt != null && row.lookAt.isBefore(turn) ? row.lookAt : turn;
    }

    /**
     * Others may sell at the same account. After a loss of the database an organization may be known only later: what lives
     * waits for it.
     */
    private boolean isOfACustomer(SubscriptionFacts listed) {
        return listed.orgId() != null
                && !tombstones.has(listed.orgId())
                && (!listed.isOver() || customers.named(listed.orgId()).isPresent());
    }

    /** What a list says of it is less than what a read does: any read comes after. */
    private SubscriptionRow unread(SubscriptionFacts listed) {
        SubscriptionRow.take(listed, SubscriptionRow.UNREAD, clock.instant());
        CustomerRows.take(List.of(listed), clock.instant());
        return SubscriptionRow.lockedOf(listed.id()).orElseThrow();
    }
}
