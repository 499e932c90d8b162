package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.wheelwright.billing.stripe.EventList.EventPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Fetches the events that did not arrive, by a list of all since the last one that is known to be here, and somewhat before:
 * Stripe gives up after three days, and never tells an endpoint that was switched off.
 */
@ApplicationScoped
class Backfill {

    /** Events may be listed somewhat later than they came about. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    private final EventList list;
    private final Inbox inbox;
    private final Rounds rounds;
    private final StripeMetrics metrics;

    Backfill(EventList list, Inbox inbox, Rounds rounds, StripeMetrics metrics) {
        this.list = list;
        this.inbox = inbox;
        this.rounds = rounds;
        this.metrics = metrics;
    }

    /**
     * Fetches all of them, or gets no further than it was.
     *
     * @return how many were new
     * @throws StripeAway if Stripe does not answer
     */
    long run() {
        Instant since = rounds.reached();
        Instant reached = since;
        long found = 0;
        String next = null;
        do {
            EventPage page = list.since(since.minus(OVERLAP), next);
            found += inbox.fetch(page.events());
            reached = page.newest() != null && page.newest().isAfter(reached) ? page.newest() : reached;
            next = page.next();
        } while (next != null);
        rounds.fetched(reached);
        metrics.fetched(found);
        if (found > 0) {
            Log.infof("%d events of Stripe had not arrived since %s yet, and were fetched", found, since);
        }
        return found;
    }
}
