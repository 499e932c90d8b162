package io.wheelwright.billing.payment;

import io.wheelwright.Json;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;

/** Takes meter events back that Stripe was told of. */
@ApplicationScoped
class MeterEventCancellations {

    private final Customers customers;
    private final MeterEvents events;
    private final MeterEventCancelCalls kind;
    private final StripeCalls calls;
    private final StripeAccount account;

    MeterEventCancellations(
            Customers customers,
            MeterEvents events,
            MeterEventCancelCalls kind,
            StripeCalls calls,
            StripeAccount account) {
        this.customers = customers;
        this.events = events;
        this.kind = kind;
        this.calls = calls;
        this.account = account;
    }

    /** The meter events of an organization, the latest first. */
    Page<MeterEventView> list(String orgId, PageRequest page) {
        return events.list(customers.known(orgId).uid(), page);
    }

    /** Looks, outside of a transaction, whose it is, and returns what asks for it inside of one and gives the call. */
    Supplier<UUID> cancel(String orgId, UUID event, MeterEventCancelRequest request) {
        Customer customer = customers.known(orgId);
        return () -> request(customer, event, request.reason());
    }

    /** Who asks while Stripe has not answered is answered by the same call: its event is locked meanwhile. */
    private UUID request(Customer customer, UUID id, String reason) {
        MeterEventView event = events.cancellable(customer.uid(), id);
        return CallEntity.waiting(customer.uid(), kind.name(), account.isLive()).stream()
                .filter(call -> Json.read(call.request, MeterEventCancelOrder.class)
                        .event()
                        .equals(id))
                .map(call -> call.id)
                .findFirst()
                .orElseGet(() -> calls.request(kind, customer.orgId(), MeterEventCancelOrder.of(event, reason), null));
    }

    /** What was taken back by a call. */
    MeterEventView outcome(CallView call) {
        return Json.convert(call.result(), MeterEventView.class);
    }
}
