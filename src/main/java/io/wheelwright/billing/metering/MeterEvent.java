package io.wheelwright.billing.metering;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.billing.metering.Charging.Sale;
import io.wheelwright.billing.payment.MeterEventView;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** Usage that Stripe is told of, or was. Its id is the identifier under which Stripe counts it once. */
@Entity
@DynamicUpdate
@Table(name = "meter_events")
class MeterEvent extends PanacheEntityBase {

    /** Stripe knows an identifier for at least a day; some of that is left for the clocks and for the call. */
    static final Duration CERTAIN = Duration.ofHours(20);

    /** Stripe takes one back that it has had for less than a day; an hour of that is left for tries. */
    private static final Duration CANCELLABLE = Duration.ofHours(23);

    /** How long sums that say nothing are asked again. */
    private static final Duration LONGEST_DOUBT = Duration.ofDays(1);

    /** How long one that was not told waits at least. */
    static final Duration SHORTEST = Duration.ofSeconds(10);

    /** And at most. */
    static final Duration LONGEST = Duration.ofHours(1);

    @Id
    UUID id;

    /** In the order in which they were counted. */
    @Column(insertable = false, updatable = false)
    long seq;

    String orgId;
    String orgUid;

    /** Of which mode of the account: Stripe is told in no other. */
    boolean live;

    String spokeId;
    String meter;

    /** The first day of the month in which it was used. */
    LocalDate begins;

    long units;
    String subscriptionId;
    String customerId;
    String priceId;

    @Enumerated(EnumType.STRING)
    MeterEventState state;

    int attempts;
    Instant countedAt;

    /** When the first of those tries began of which nobody knows what came of them. */
    Instant firstSentAt;

    Instant firstBookedAt;
    Instant bookedAt;

    /** Since when Stripe's sums do not say whether it has counted it. */
    Instant doubtfulSince;

    Instant nextAt;
    String meterId;
    String eventName;
    String requestId;

    @Enumerated(EnumType.STRING)
    MeterFailure failure;

    String errorCode;
    String error;
    Instant finishedAt;

    /** Since when Stripe has taken it back. */
    Instant cancelledAt;

    /** Begins one, in the caller's transaction. */
    static void begin(MeteredMonth of, long units, Sale sale, boolean live, Instant now) {
        MeterEvent event = new MeterEvent();
        event.id = UUID.randomUUID();
        event.orgId = of.orgId;
        event.orgUid = of.orgUid;
        event.live = live;
        event.spokeId = of.spokeId;
        event.meter = of.meter;
        event.begins = of.begins;
        event.units = units;
        event.subscriptionId = sale.subscription().id();
        event.customerId = sale.subscription().customer();
        event.priceId = sale.priceId();
        event.state = MeterEventState.waiting;
        event.countedAt = now;
        event.nextAt = now;
        event.persist();
    }

    /** As it is now, if it waits. */
    static Optional<MeterEvent> waiting(UUID id) {
        return MeterEvent.<MeterEvent>findByIdOptional(id).filter(event -> event.state == MeterEventState.waiting);
    }

    /** Locked for this transaction. */
    static Optional<MeterEvent> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The same, if it waits. */
    static Optional<MeterEvent> lockedWaiting(UUID id) {
        return locked(id).filter(event -> event.state == MeterEventState.waiting);
    }

    /** Whether Stripe may have forgotten that it was told. */
    boolean isDoubtful(Instant now) {
        return firstSentAt != null && firstSentAt.plus(CERTAIN).isBefore(now);
    }

    /** Notes that Stripe is told now, before it is. */
    void send(MeterAtStripe meterAtStripe, Instant at, Instant now) {
        attempts++;
        firstSentAt = firstSentAt == null ? now : firstSentAt;
        firstBookedAt = firstBookedAt == null ? at : firstBookedAt;
        bookedAt = at;
        meterId = meterAtStripe.id();
        eventName = meterAtStripe.eventName();
    }

    /** Stripe has not counted what was sent so far, as it says itself. */
    void forgetTries() {
        firstSentAt = null;
        firstBookedAt = null;
        doubtfulSince = null;
    }

    /** Stripe's sums do not say whether it has counted it: they are asked again. */
    void doubt(MeterAnswer answer, Instant now) {
        doubtfulSince = doubtfulSince == null ? now : doubtfulSince;
        postpone(answer, now);
    }

    /** Whether they have not said so for too long. */
    boolean isDoubtfulForTooLong(Instant now) {
        return doubtfulSince != null && !doubtfulSince.plus(LONGEST_DOUBT).isAfter(now);
    }

    /** An earlier try has told it: it is counted under the time of that one. */
    void finishAgain(String request, Instant now) {
        bookedAt = firstBookedAt == null ? bookedAt : firstBookedAt;
        finish(request, now);
    }

    void finish(String request, Instant now) {
        requestId = request == null ? requestId : request;
        errorCode = null;
        error = null;
        doubtfulSince = null;
        end(MeterEventState.done, now);
    }

    /**
     * Stripe does not charge it, and nobody tries again.
     *
     * @param code Stripe's; null for none
     */
    void fail(MeterFailure why, String code, String text, Instant now) {
        failure = why;
        errorCode = code;
        error = text;
        end(MeterEventState.failed, now);
    }

    /** Stripe has taken it back; says whether it stood until now. */
    boolean cancel(Instant now) {
        boolean stood = state == MeterEventState.done;
        if (stood) {
            state = MeterEventState.cancelled;
            cancelledAt = now;
        }
        return stood;
    }

    /** Until when that can be asked for; null where Stripe does not have it for sure. */
    Instant cancellableUntil() {
        return state == MeterEventState.done && firstSentAt != null ? firstSentAt.plus(CANCELLABLE) : null;
    }

    /** Waits as long as it has waited so far, which is twice as long each time. */
    void postpone(MeterAnswer answer, Instant now) {
        errorCode = answer.code();
        error = answer.error();
        requestId = answer.requestId() == null ? requestId : answer.requestId();
        Duration age = Duration.between(countedAt, now);
        Duration pause = age.compareTo(SHORTEST) < 0 ? SHORTEST : age;
        nextAt = now.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }

    MeterEventView view() {
        return new MeterEventView(
                id,
                orgId,
                spokeId,
                meter,
                YearMonth.from(begins).toString(),
                units,
                state.name(),
                subscriptionId,
                customerId,
                eventName,
                countedAt,
                finishedAt,
                cancellableUntil(),
                cancelledAt,
                failure == null ? null : failure.name(),
                error);
    }

    private void end(MeterEventState end, Instant now) {
        state = end;
        nextAt = null;
        finishedAt = now;
    }
}
