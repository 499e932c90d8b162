package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.stripe.Subject.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A list of Stripe's, of which is read what was made since it was gone through last, and is not kept as it is; after an absence
 * of which Stripe does not list all events, also what was made before. What an event is yet to tell of is left to that one.
 */
final class ReversalList {

    /** Something may be listed somewhat later than it came about. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    /** How long what was made may still come out otherwise, such as a refund that fails; of that an event tells, if any does. */
    private static final Duration CHANGES = Duration.ofDays(90);

    /** How often in a row, for half an hour, it is waited for those to be known whose something is. */
    private static final int MOST_WAITS = 5;

    private final Kind kind;
    private final String round;
    private final Rounds rounds;
    private final Source source;
    private final Predicate<Listed> isKept;

    /** What was read before Stripe did not answer the last time, also of others; empty for nothing. */
    private final Set<Listed> read = new HashSet<>();

    /** How many of these are of this hub. */
    private long found;

    private int waits;

    /**
     * One that was not gone through.
     *
     * @param kind of what it is a list
     * @param round what the mark is called up to which it was gone through
     */
    ReversalList(Kind kind, String round, Rounds rounds, Source source, Predicate<Listed> isKept) {
        this.kind = kind;
        this.round = round;
        this.rounds = rounds;
        this.source = source;
        this.isKept = isKept;
    }

    /** One of them as it is listed. */
    record Listed(String id, String status, Instant created) {

        static Listed of(String id, String status, Long created) {
            return new Listed(id, status, Instant.ofEpochSecond(created));
        }
    }

    /** Where they come from. */
    interface Source {

        /** All that were made since an instant, by Stripe's clock. */
        List<Listed> since(Instant since) throws StripeException;

        /** Reads one, and keeps what holds; says whether it is about a customer of this hub. */
        boolean follow(String id) throws StripeException;
    }

    /**
     * Goes through all of them; what was read before Stripe did not answer is not read again.
     *
     * @return whether all are known now, but for those of which an event is to tell
     * @throws StripeAway if Stripe does not answer
     */
    synchronized boolean run() {
        Instant since = rounds.reached(round);
        List<Listed> listed = listed(since.minus(rounds.isLongAgo(round) ? CHANGES : OVERLAP));
        Map<Boolean, List<Listed>> byEvent = listed.stream().collect(Collectors.partitioningBy(this::isAwaited));
        List<Followed> came = byEvent.get(false).stream()
                .filter(isKept.negate())
                .filter(one -> !read.contains(one))
                .map(this::follow)
                .toList();
        read.clear();
        if (found > 0) {
            Log.warnf("No event had told of %d %ss since %s: they are kept now", found, kind, since);
            found = 0;
        }
        if (came.contains(Followed.unclear) || isWorthAWait(came)) {
            return false;
        }
        waits = 0;
        rounds.fetched(round, reached(listed, byEvent.get(true), since));
        return true;
    }

    private boolean isAwaited(Listed one) {
        return QuarkusTransaction.requiringNew().call(() -> EventEntity.isAwaited(new Subject(kind, one.id())));
    }

    private Followed follow(Listed one) {
        Followed came = Followed.by(() -> found += source.follow(one.id()) ? 1 : 0, kind.name(), one.id());
        if (came == Followed.read) {
            read.add(one);
        }
        return came;
    }

    private List<Listed> listed(Instant since) {
        try {
            return source.since(since);
        } catch (StripeException e) {
            throw new StripeAway(e);
        }
    }

    /** After a loss of the database organizations become known one by one; who does not by then is none of this hub's. */
    private boolean isWorthAWait(List<Followed> came) {
        return came.contains(Followed.later) && ++waits <= MOST_WAITS;
    }

    /** The newest, but not past what is left to an event, which may be given up: that is listed again the next time. */
    private Instant reached(List<Listed> listed, List<Listed> awaited, Instant since) {
        Instant end = awaited.stream()
                .filter(isKept.negate())
                .map(Listed::created)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return listed.stream()
                .map(Listed::created)
                .filter(since::isBefore)
                .filter(created -> !created.isAfter(end))
                .max(Comparator.naturalOrder())
                .orElse(since);
    }
}
