package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads those disputes again that are not decided: the event that tells of their end may never have arrived. */
@ApplicationScoped
class UndecidedDisputes {

    private final Disputes disputes;
    private final DisputeFollower follower;

    UndecidedDisputes(Disputes disputes, DisputeFollower follower) {
        this.disputes = disputes;
        this.follower = follower;
    }

    /**
     * Goes through all of them.
     *
     * @throws StripeAway if Stripe does not answer; what it answered before is kept
     */
    void run() {
        for (String dispute : disputes.undecided()) {
            try {
                follower.followDispute(dispute);
            } catch (StripeException e) {
                StripeAway away = new StripeAway(e);
                if (away.concernsAll()) {
                    throw away;
                }
                Log.warnf("The dispute %s stays as it was: %s", dispute, away.getMessage());
            } catch (RefundFollower.NotYet later) {
                Log.infof("The dispute %s stays as it was: %s", dispute, later.getMessage());
            } catch (RuntimeException boundary) {
                // What goes wrong with one keeps nobody from the others.
                Log.errorf(boundary, "What became of the dispute %s is not known", dispute);
            }
        }
    }
}
