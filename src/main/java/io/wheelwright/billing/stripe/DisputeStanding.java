package io.wheelwright.billing.stripe;

import java.util.List;
import java.util.stream.Stream;

/** How a dispute stands: what its status at Stripe means for the payment. */
public enum DisputeStanding {
    /** The bank asks, and has taken nothing back. */
    asked(false, "warning_needs_response", "warning_under_review"),
    /** The payment is taken back until the bank has decided. */
    open(false, "needs_response", "under_review"),
    /** The payment stays. */
    won(true, "won", "warning_closed", "prevented"),
    /** The payment has gone back. */
    lost(true, "lost"),
    /** A status that the hub does not know: nothing is settled by it. */
    unknown(false);

    private final boolean settled;
    private final List<String> statuses;

    DisputeStanding(boolean settled, String... statuses) {
        this.settled = settled;
        this.statuses = List.of(statuses);
    }

    /** By a status of Stripe's. */
    public static DisputeStanding of(String status) {
        return Stream.of(values())
                .filter(standing -> standing.statuses.contains(status))
                .findFirst()
                .orElse(unknown);
    }

    /** The statuses that a dispute keeps. The index {@code disputes_status} is of all others. */
    static List<String> settled() {
        return Stream.of(values())
                .filter(standing -> standing.settled)
                .flatMap(standing -> standing.statuses.stream())
                .toList();
    }
}
