package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A list of Stripe's, of which is read what was made since it was gone through last, and is not kept as it is. */
final class ReversalList {

    /** Something may be listed somewhat later than it came about. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    /** How often in a row, for half an hour, it is waited for those to be known whose something is. */
    private static final int MOST_WAITS = 5;

    private final String what;
    private final String round;
    private final Rounds rounds;
    private final Source source;
    private final Predicate<Listed> isKept;

    private int waits;

    /**
     * One that was not gone through.
     *
     * @param what it is a list of, for people
     * @param round what the mark is called up to which it was gone through
     */
    ReversalList(String what, String round, Rounds rounds, Source source, Predicate<Listed> isKept) {
        this.what = what;
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
     * Goes through all of them, or gets no further than it was.
     *
     * @return whether all are known now
     * @throws StripeAway if Stripe does not answer
     */
    synchronized boolean run() {
        Instant since = rounds.reached(round);
        List<Listed> listed = listed(since.minus(OVERLAP));
        AtomicLong found = new AtomicLong();
        List<Followed> read = listed.stream()
                .filter(isKept.negate())
                .map(one -> Followed.by(() -> found.addAndGet(source.follow(one.id()) ? 1 : 0), what, one.id()))
                .toList();
        if (found.get() > 0) {
            Log.warnf("No event had told of %d %ss since %s: they are kept now", found.get(), what, since);
        }
        if (read.contains(Followed.unclear) || isWorthAWait(read)) {
            return false;
        }
        waits = 0;
        rounds.fetched(round, newest(listed, since));
        return true;
    }

    private List<Listed> listed(Instant since) {
        try {
            return source.since(since);
        } catch (StripeException e) {
            throw new StripeAway(e);
        }
    }

    /** After a loss of the database organizations become known one by one; who does not by then is none of this hub's. */
    private boolean isWorthAWait(List<Followed> read) {
        return read.contains(Followed.later) && ++waits <= MOST_WAITS;
    }

    private static Instant newest(List<Listed> listed, Instant since) {
        return listed.stream()
                .map(Listed::created)
                .filter(since::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(since);
    }
}
