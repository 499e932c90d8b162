package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What counts of a subscription, as it was read from Stripe.
 *
 * @param status as Stripe has it
 * @param orgId organization that its metadata names; null for none
 * @param orgUid UID that its metadata names; null for none
 * @param periodEnd latest end of a period of its items; null for none
 * @param endsAt when it ends, where it is cancelled ahead; null otherwise
 * @param endedAt when it has ended; null while it has not
 * @param prices of its items; null where they could not be read in full
 * @param unpaidSince since when a payment is owed without a break; null for never, and where that cannot be told
 * @param collectionPaused whether its payments are not collected for now
 * @param toConfirm invoice whose payment the bank asks the customer to confirm; null for none
 * @param testClock clock of Stripe's by which it goes instead of real time; null for none, and as a list has it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SubscriptionFacts(
        String id,
        String customer,
        String status,
        boolean live,
        String orgId,
        String orgUid,
        Instant createdAt,
        Instant trialEnd,
        Instant periodEnd,
        Instant endsAt,
        Instant endedAt,
        List<String> prices,
        Instant unpaidSince,
        boolean collectionPaused,
        String toConfirm,
        TestClock testClock) {

    /**
     * A test clock of Stripe's, which stands until somebody advances it.
     *
     * @param frozenAt the time that it has; null where it was not read, as in live mode, which has none
     * @param seenAt when it was seen there first, in whole seconds
     */
    public record TestClock(String id, Instant frozenAt, Instant seenAt) {

        /** How much later it was there than here. */
        Duration ahead() {
            return Duration.between(seenAt, frozenAt);
        }

        private boolean stands(TestClock before) {
            return before != null && id.equals(before.id) && Objects.equals(frozenAt, before.frozenAt);
        }
    }

    /** Metadata of a subscription: the name of its organization. */
    public static final String ORGANIZATION = "wheelwright_org_id";

    /** Metadata of a subscription: the UID of its organization, for names are used again. */
    public static final String ORGANIZATION_UID = "wheelwright_org_uid";

    private static final Set<String> NEVER_BEGUN = Set.of("incomplete", "incomplete_expired");
    private static final Set<String> OVER = Set.of("canceled", "incomplete_expired");

    /** The one that says how the customer stands comes last: living before ended, what gives more before less, then what ended last, then the latest. */
    public static final Comparator<SubscriptionFacts> RANK = Comparator.comparingInt(SubscriptionFacts::rank)
            .thenComparing(SubscriptionFacts::endedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SubscriptionFacts::createdAt)
            .thenComparing(SubscriptionFacts::id);

    /** Whether its first payment was made, or it needed none. */
    public boolean hasBegun() {
        return !NEVER_BEGUN.contains(status);
    }

    /** Whether it never changes again. */
    public boolean isOver() {
        return OVER.contains(status);
    }

    /** The same after a read before: a clock that stands was seen then, so that reading again moves no date. */
    SubscriptionFacts after(SubscriptionFacts before) {
        return testClock == null || !testClock.stands(before.testClock)
                ? this
                : with(unpaidSince, toConfirm, before.testClock);
    }

    /** The date here of one of its own: that of Stripe, or as long from when its clock was seen as it is there. */
    Instant here(Instant date) {
        return date == null || testClock == null || testClock.frozenAt() == null ? date : date.minus(testClock.ahead());
    }

    /** The same once it has ended as it is planned to. */
    SubscriptionFacts ended() {
        return new SubscriptionFacts(
                id,
                customer,
                "canceled",
                live,
                orgId,
                orgUid,
                createdAt,
                trialEnd,
                periodEnd,
                endsAt,
                endsAt,
                prices,
                unpaidSince,
                collectionPaused,
                toConfirm,
                testClock);
    }

    /** Whether another one says the same of all that a list says. */
    boolean isAlike(SubscriptionFacts listed) {
        return said().equals(listed.said());
    }

    private SubscriptionFacts said() {
        return with(null, null, null);
    }

    private SubscriptionFacts with(Instant owedSince, String confirmed, TestClock clock) {
        return new SubscriptionFacts(
                id,
                customer,
                status,
                live,
                orgId,
                orgUid,
                createdAt,
                trialEnd,
                periodEnd,
                endsAt,
                endedAt,
                prices,
                owedSince,
                collectionPaused,
                confirmed,
                clock);
    }

    private int rank() {
        return switch (status) {
            case "active", "trialing" -> 3;
            case "past_due" -> 2;
            case "canceled" -> 0;
            default -> 1;
        };
    }
}
