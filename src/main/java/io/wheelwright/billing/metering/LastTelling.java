package io.wheelwright.billing.metering;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.metering.UsageCount.Counted;
import io.wheelwright.billing.payment.LastUsage;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Tells Stripe what was used before a subscription ends. */
@ApplicationScoped
class LastTelling implements LastUsage {

    private final MeteringTurns turns;
    private final Telling telling;
    private final MeterPrices prices;
    private final StripeAccount account;
    private final Clock clock;

    LastTelling(MeteringTurns turns, Telling telling, MeterPrices prices, StripeAccount account, Clock clock) {
        this.turns = turns;
        this.telling = telling;
        this.prices = prices;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public boolean tell(String orgUid, String subscription, Instant until) {
        if (!isMetered(orgUid)) {
            return true;
        }
        return turns.of(orgUid)
                .map(held ->
                        telling.run(Round.beforeEnd(held, until, subscription)).counted() != Counted.failed
                                && isTold(orgUid, subscription))
                .orElse(false);
    }

    @Override
    public boolean hurry(String orgUid, String subscription) {
        return QuarkusTransaction.requiringNew().call(() -> {
            if (!isMetered(orgUid) || isTold(orgUid, subscription) && turns.isQuiet(orgUid)) {
                return true;
            }
            turns.hurry(orgUid);
            waiting(orgUid).hurry(subscription, clock.instant());
            return false;
        });
    }

    /** Whether Stripe may have to be told of anything. */
    private boolean isMetered(String orgUid) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> prices.isSold(orgUid) || !waiting(orgUid).isEmpty());
    }

    private boolean isTold(String orgUid, String subscription) {
        return QuarkusTransaction.joiningExisting().call(() -> waiting(orgUid).isEmpty(subscription));
    }

    private WaitingEvents waiting(String orgUid) {
        return new WaitingEvents(orgUid, account.isLive());
    }
}
