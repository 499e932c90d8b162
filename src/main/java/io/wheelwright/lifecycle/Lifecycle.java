package io.wheelwright.lifecycle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.license.Revocations;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationChanged;
import io.wheelwright.organization.OwnOrganization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Follows customers from stage to stage and has them told. What was seen last is a row, and the next look is a date in it:
 * whoever was away for long finds where the customer stands now, and tells only that. Who is seen for the first time is
 * told nothing of how it got there, nor of an end that was planned by then.
 */
@Startup
@ApplicationScoped
class Lifecycle {

    private static final String OPERATOR = "operator";
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Customers customers;
    private final Revocations revocations;
    private final Purchases purchases;
    private final Mails mails;
    private final OwnOrganization own;
    private final MeterRegistry registry;
    private final Clock clock;

    Lifecycle(
            Customers customers,
            Revocations revocations,
            Purchases purchases,
            Mails mails,
            OwnOrganization own,
            MeterRegistry registry,
            Clock clock) {
        this.customers = customers;
        this.revocations = revocations;
        this.purchases = purchases;
        this.mails = mails;
        this.own = own;
        this.registry = registry;
        this.clock = clock;
        for (Stage from : Stage.values()) {
            Stream.of(Stage.values()).filter(to -> to != from).forEach(to -> transitions(from, to));
        }
    }

    void changed(@Observes OrganizationChanged change) {
        StageEntity.look(change.orgUid(), clock.instant());
    }

    /** UIDs of the organizations that are to be looked at now. */
    @Transactional
    List<String> due() {
        return StageEntity.due(clock.instant());
    }

    /** Looks where a customer stands. */
    @Transactional
    void visit(String orgUid) {
        Optional<StageEntity> row = StageEntity.locked(orgUid);
        Optional<Customer> customer = customers.ofUid(orgUid);
        if (row.isPresent() && customer.isPresent()) {
            follow(row.get(), customer.get(), clock.instant());
        } else {
            row.ifPresent(StageEntity::delete);
        }
    }

    /** A customer that cannot be looked at does not keep the others from being looked at. */
    @Transactional
    void postpone(String orgUid) {
        StageEntity.look(orgUid, clock.instant().plus(AFTER_FAILURE));
    }

    /** What may be told of where a customer stands now; nothing where nobody has seen it there yet. */
    @Transactional
    Stream<Notice> notices(Customer customer) {
        Instant now = clock.instant();
        Standing standing = Standing.of(customer, own.is(customer.orgId()), now);
        return StageEntity.<StageEntity>findByIdOptional(customer.uid())
                .filter(row -> row.stage == standing.stage())
                .map(row -> Stream.concat(
                        Notices.of(customer, standing, row.seen(), now), confirmation(customer, standing).stream()))
                .orElse(Stream.empty());
    }

    private void follow(StageEntity row, Customer customer, Instant now) {
        boolean spared = own.is(customer.orgId());
        Standing standing = Standing.of(customer, spared, now);
        boolean ended = !spared && Stage.hasEnded(customer.billing(), now);
        boolean asks = confirmation(customer, standing)
                .filter(notice -> send(customer, notice))
                .isPresent();
        row.find(standing);
        Optional<Stage> before = row.goOn(standing.stage(), now);
        before.ifPresent(from -> transitions(from, standing.stage()).increment());
        before.filter(standing.stage()::isToldAfter)
                .filter(from -> !ended || standing.stage() == Stage.ended)
                .filter(from -> !asks || !standing.stage().isToldByAsking(from))
                .ifPresent(from -> send(customer, Notices.arrival(customer, standing, row.since)));
        Notices.outlooks(customer, standing, row.seen(), now).forEach(notice -> send(customer, notice));
        if (!ended) {
            revocations.comeBack(customer.uid(), customer.orgId(), OPERATOR);
        }
        row.lookAt = standing.next(now).orElse(null);
    }

    /** That a payment waits for the customer, while one that has failed is what decides. */
    private Optional<Notice> confirmation(Customer customer, Standing standing) {
        return standing.isOwing()
                ? purchases.toConfirm(customer).map(invoice -> Notices.confirmation(customer, standing, invoice))
                : Optional.empty();
    }

    private boolean send(Customer customer, Notice notice) {
        return mails.enqueueAgain(
                customer.uid(), notice.kind().template(), notice.anchor(), customer.email(), notice.model());
    }

    private Counter transitions(Stage from, Stage to) {
        return Counter.builder("wheelwright.lifecycle.transitions")
                .description("Customers that went on from one stage to another.")
                .tag("from", from.name())
                .tag("to", to.name())
                .register(registry);
    }
}
