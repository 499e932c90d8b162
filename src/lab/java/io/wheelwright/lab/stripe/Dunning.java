package io.wheelwright.lab.stripe;

import java.time.Duration;
import java.util.List;

/**
 * What the account's settings say about payments that fail; in Stripe they are in the dashboard, not in the API.
 *
 * @param retries how long after each failed attempt the next one is made
 * @param end what becomes of the subscription when the last one failed
 */
public record Dunning(List<Duration> retries, End end) {

    /** What becomes of the subscription. */
    public enum End {
        CANCEL,
        UNPAID,
        PAST_DUE
    }

    /** Retries after 3, 5 and 7 days, then cancels. */
    public static final Dunning STANDARD =
            new Dunning(List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7)), End.CANCEL);

    public Dunning {
        retries = List.copyOf(retries);
    }

    /** The same retries with another end. */
    public Dunning then(End other) {
        return new Dunning(retries, other);
    }
}
