package io.wheelwright.billing.metering;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import io.quarkus.logging.Log;
import io.wheelwright.billing.metering.MeterAnswer.Onward;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells Stripe of one event: notes that it is about to, asks outside of any transaction, and records in a new one what came
 * of it. It may die at any line.
 */
@ApplicationScoped
class MeterTries {

    private final MeterCalls calls;
    private final MeterBook book;
    private final Recounting recounting;
    private final Clock clock;

    MeterTries(MeterCalls calls, MeterBook book, Recounting recounting, Clock clock) {
        this.calls = calls;
        this.book = book;
        this.recounting = recounting;
        this.clock = clock;
    }

    /**
     * Tries one. Boundary: what goes wrong with one event delays that one.
     *
     * @return who may be tried next
     */
    Onward attempt(Round round, UUID id) {
        try {
            Optional<MeterEvent> waiting = book.waiting(id);
            return waiting.isPresent() ? ask(round, waiting.get()) : Onward.same;
        } catch (StripeException e) {
            MeterAnswer answer = MeterAnswer.of(e);
            book.record(round.held(), id, answer.ofReading());
            return answer.onward();
        } catch (Round.Over later) {
            return Onward.others;
        } catch (MeterBook.Lost elsewhere) {
            throw elsewhere;
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "The usage %s is told to Stripe later", id);
            book.postpone(
                    round.held(),
                    id,
                    "The hub failed (%s).".formatted(boundary.getClass().getSimpleName()));
            return Onward.same;
        }
    }

    private Onward ask(Round round, MeterEvent event) throws StripeException {
        Payer payer = round.payer(event.customerId, clock, () -> calls.payer(event.customerId));
        Optional<Subscription> living = payer.subscription(event.subscriptionId);
        Subscription subscription = living.isPresent()
                ? living.get()
                : round.subscription(event.subscriptionId, clock, () -> calls.subscription(event.subscriptionId));
        Optional<String> meter = round.ask(clock, () -> calls.meterOf(event.priceId));
        if (event.isDoubtful(clock.instant()) && !recounting.isMissing(round, event)) {
            return Onward.same;
        }
        Optional<String> doubt = MeterCalls.isOver(subscription) ? Optional.empty() : meter.flatMap(payer::doubt);
        if (doubt.isPresent()) {
            putOff(round, event, doubt.get());
            return Onward.same;
        }
        Optional<SubscriptionItem> item = meter.flatMap(id -> Payer.item(subscription, id));
        Booking booking = Booking.of(
                item.map(one -> period(round, subscription, one)).orElse(null), event.countedAt, clock.instant());
        if (booking.at() == null) {
            leave(round, event, booking);
            return Onward.same;
        }
        return tell(round, event.id, round.ask(clock, () -> calls.meter(meter.orElseThrow())), booking.at());
    }

    /** The others that were to be told in this round are put off with the first one. */
    private void putOff(Round round, MeterEvent event, String why) {
        if (!round.isPutOff(event)) {
            book.postponeAll(round.held(), event, why);
            round.notePutOff(event);
        }
    }

    private static Booking.Period period(Round round, Subscription subscription, SubscriptionItem item) {
        Booking.Period period = MeterCalls.period(subscription, item);
        return round.isLastOf(subscription.getId()) ? period.last() : period;
    }

    /** It is not sent now, or never. */
    private void leave(Round round, MeterEvent event, Booking booking) {
        if (booking.failure() == null) {
            book.postpone(round.held(), event.id, booking.later());
        } else {
            book.fail(
                    round.held(),
                    event.id,
                    booking.failure(),
                    null,
                    event.firstSentAt == null
                            ? "The subscription does not charge it (any more)."
                            : "The subscription does not charge it (any more), unless an earlier try was counted.");
        }
    }

    private Onward tell(Round round, UUID id, MeterAtStripe meter, Instant at) {
        round.checkTime(clock);
        Optional<MeterEvent> sent = book.send(round.held(), id, meter, at);
        if (sent.isEmpty()) {
            return Onward.same;
        }
        try {
            book.told(id, calls.tell(sent.get(), meter));
            return Onward.same;
        } catch (StripeException e) {
            MeterAnswer answer = MeterAnswer.of(e);
            book.record(round.held(), id, answer);
            return answer.onward();
        }
    }
}
