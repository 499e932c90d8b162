package io.wheelwright.billing.metering;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells Stripe of usage as it comes. While Stripe does not answer it goes on with one organization a second. */
@ApplicationScoped
class MeteringWorker {

    private final StripeAccount account;
    private final Telling telling;

    MeteringWorker(StripeAccount account, Telling telling) {
        this.account = account;
        this.telling = telling;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void drain() {
        boolean more = account.isConfigured();
        while (more) {
            more = telling.next();
        }
    }
}
