package io.wheelwright.billing.metering;

import io.quarkus.narayana.jta.QuarkusTransaction;
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
    private final StripeAccount account;
    private final Clock clock;

    LastTelling(MeteringTurns turns, Telling telling, StripeAccount account, Clock clock) {
        this.turns = turns;
        this.telling = telling;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public boolean tell(String orgUid, String subscription, Instant until) {
        if (!turns.isKnown(orgUid)) {
            return true;
        }
        return turns.of(orgUid)
                .map(held ->
                        telling.run(Round.beforeEnd(held, until, subscription)).isCounted()
                                && isTold(orgUid, subscription))
                .orElse(false);
    }

    @Override
    public boolean hurry(String orgUid, String subscription) {
        return QuarkusTransaction.requiringNew().call(() -> {
            if (isTold(orgUid, subscription) && turns.isQuiet(orgUid)) {
                return true;
            }
            turns.hurry(orgUid);
            MeterEvent.hurry(orgUid, account.isLive(), subscription, clock.instant());
            return false;
        });
    }

    private boolean isTold(String orgUid, String subscription) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> !MeterEvent.isWaiting(orgUid, account.isLive(), subscription));
    }
}
