package io.wheelwright.billing.stripe;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The events of Stripe: each is kept once, however often it comes. */
@ApplicationScoped
class Inbox {

    private final StripeAccount account;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    Inbox(StripeAccount account, Audit audit, Caller caller, Clock clock) {
        this.account = account;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    EventEntity.Stored store(StripeEvent event) {
        return EventEntity.store(event, event.arrival(account.isLive()), clock.instant());
    }

    /** Takes those events that Stripe lists from which something can follow; says how many had not come before. */
    @Transactional
    long fetch(List<StripeEvent> listed) {
        List<String> ids = listed.stream().map(StripeEvent::id).toList();
        Set<String> known = EventEntity.<EventEntity>list("eventId in ?1", ids).stream()
                .map(event -> event.eventId)
                .collect(Collectors.toSet());
        return listed.stream()
                .filter(event -> !known.contains(event.id()))
                .filter(this::isFetched)
                .count();
    }

    private boolean isFetched(StripeEvent event) {
        StripeEvent.Arrival arrival = event.arrival(account.isLive());
        return arrival.state() == EventState.pending
                && EventEntity.store(event, arrival, clock.instant()).isNew();
    }

    @Transactional
    Page<StripeEventView> list(Optional<EventState> state, PageRequest page) {
        return Page.of(
                EventEntity.page(state, page),
                page.limit(),
                EventEntity.count(state),
                event -> event.id,
                EventEntity::view);
    }

    @Transactional
    StripeEventView get(String eventId) {
        return known(eventId).view();
    }

    /** The event, if something can follow from it; ends the request otherwise. */
    @Transactional
    Replayable replayable(String eventId) {
        EventEntity event = checked(eventId);
        return new Replayable(event.view(), event.subject());
    }

    /**
     * Has an event tried again from the beginning.
     *
     * @param accepted status from which on its subscription counts, though nothing leads there; empty for none
     */
    @Transactional
    StripeEventView replay(String eventId, Optional<SubscriptionStatus> accepted) {
        EventEntity event = checked(eventId);
        accepted.ifPresent(status -> accept(event.subject(), status));
        String before = event.state.name();
        event.replay(clock.instant());
        audit.record(
                caller.actor(),
                "replay",
                "StripeEvent",
                eventId,
                Map.of("state", before),
                accepted.<Map<String, Object>>map(
                                status -> Map.of("state", event.state, "accepted_status", status.name()))
                        .orElseGet(() -> Map.of("state", event.state)));
        return event.view();
    }

    private static void accept(Subject about, SubscriptionStatus status) {
        if (about.kind() != Subject.Kind.subscription) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The event is about a " + about.kind() + ": replay one of the subscription's own.");
        }
        Contradiction.end(about.id(), status);
    }

    private static EventEntity checked(String eventId) {
        EventEntity event = known(eventId);
        if (event.state == EventState.quarantined || event.state == EventState.ignored) {
            throw Problem.of(ProblemType.CONFLICT, "The event is " + event.state + ": nothing follows from it.");
        }
        return event;
    }

    private static EventEntity known(String eventId) {
        return EventEntity.of(eventId).orElseThrow(() -> Problem.notFound("event", eventId));
    }
}
