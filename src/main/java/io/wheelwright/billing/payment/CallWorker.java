package io.wheelwright.billing.payment;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the calls that are due. While Stripe does not answer it goes on with one a second. */
@ApplicationScoped
class CallWorker {

    private final StripeAccount account;
    private final CallTries tries;

    CallWorker(StripeAccount account, CallTries tries) {
        this.account = account;
        this.tries = tries;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void drain() {
        boolean more = account.isConfigured();
        while (more) {
            more = tries.next();
        }
    }
}
