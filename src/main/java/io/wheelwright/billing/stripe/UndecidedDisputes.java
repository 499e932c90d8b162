package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
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
            unknown += isRead(dispute) ? 0 : 1;
        }
        int found = unknown;
        next = null;
        unknown = 0;
        return found;
    }

    private boolean isRead(String dispute) {
        try {
            follower.followDispute(dispute);
            return true;
        } catch (StripeException e) {
            StripeAway away = new StripeAway(e);
            if (away.concernsAll()) {
                throw away;
            }
            Log.warnf("The dispute %s stays as it was: %s", dispute, away.getMessage());
            return StripeQuestion.isOfNothing(e);
        } catch (NotYet later) {
            Log.infof("The dispute %s stays as it was: %s", dispute, later.getMessage());
            return true;
        } catch (RuntimeException boundary) {
            // What goes wrong with one keeps nobody from the others.
            Log.errorf(boundary, "What became of the dispute %s is not known", dispute);
            return false;
        }
    }
}
