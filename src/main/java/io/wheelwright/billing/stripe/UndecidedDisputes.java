package io.wheelwright.billing.stripe;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads those disputes again that are not decided: the event that tells of their end may never have arrived. */
@ApplicationScoped
class UndecidedDisputes {

    private final Disputes disputes;
    private final DisputeFollower follower;

    /** Where Stripe did not answer the last time; null for nowhere. */
    private String next;

    private int unknown;

    UndecidedDisputes(Disputes disputes, DisputeFollower follower) {
        this.disputes = disputes;
        this.follower = follower;
    }

    /**
     * Goes through all of them, or from where Stripe did not answer the last time.
     *
     * @return of how many it is not known what became of them
     * @throws StripeAway if Stripe does not answer; what it answered before is kept
     */
    synchronized int run() {
        List<String> all = disputes.undecided();
        int from = next == null ? 0 : Math.max(0, all.indexOf(next));
        for (String dispute : all.subList(from, all.size())) {
            next = dispute;
            unknown +=
                    Followed.by(() -> follower.followDispute(dispute), "dispute", dispute) == Followed.unclear ? 1 : 0;
        }
        int found = unknown;
        next = null;
        unknown = 0;
        return found;
    }
}
