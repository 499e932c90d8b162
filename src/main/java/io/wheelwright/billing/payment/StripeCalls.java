package io.wheelwright.billing.payment;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The calls to Stripe: each is written with the request that asks for it, and made afterwards. */
@ApplicationScoped
class StripeCalls {

    private final CallTries tries;
    private final StripeAccount account;
    private final Customers customers;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    StripeCalls(CallTries tries, StripeAccount account, Customers customers, Audit audit, Caller caller, Clock clock) {
        this.tries = tries;
        this.account = account;
        this.customers = customers;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Asks for a call, in the caller's transaction.
     *
     * @param request without secrets
     * @param after call that must have succeeded first; null for none. Where it fails, this one fails for the same reason
     * @return its id, with which its idempotency key begins
     */
    @Transactional(TxType.MANDATORY)
    <Q> UUID request(CallKind<Q> kind, String orgId, Q request, UUID after) {
        CallEntity call =
                CallEntity.begin(kind.name(), orgId, uid(orgId), account.isLive(), request, after, clock.instant());
        Map<String, Object> asked = new HashMap<>();
        asked.put("org_id", orgId);
        asked.put("kind", kind.name());
        asked.put("request", request);
        asked.put("after", after);
        audit.record(caller.actor(), "request", "StripeCall", call.id.toString(), null, asked);
        return call.id;
    }

    /**
     * Makes a call at once, and those first that it comes after, unless somebody else is at it or the next try is for
     * later. Not in a transaction.
     *
     * @return how it stands
     */
    CallView perform(UUID id) {
        CallView before = view(id);
        if (before.waits()) {
            former(id).ifPresent(this::perform);
            tries.attempt(id);
        }
        return before.waits() ? view(id) : before;
    }

    /** A call of an organization. */
    @Transactional
    CallView known(String orgId, UUID id) {
        return CallEntity.<CallEntity>findByIdOptional(id)
                .filter(call -> call.orgUid.equals(customers.known(orgId).uid()))
                .map(this::shown)
                .orElseThrow(() -> Problem.notFound("call", id.toString()));
    }

    /** The calls of an organization, of the mode of the account, the oldest first. */
    @Transactional
    Page<CallView> list(String orgId, PageRequest page) {
        String uid = customers.known(orgId).uid();
        return Page.of(
                CallEntity.page(uid, account.isLive(), page),
                page.limit(),
                CallEntity.count("orgUid = ?1 and live = ?2", uid, account.isLive()),
                call -> call.seq,
                CallEntity::view);
    }

    /** The latest of a kind that an organization has asked for. */
    @Transactional
    Optional<CallView> latest(CallKind<?> kind, String orgUid) {
        return CallEntity.latest(orgUid, kind.name(), account.isLive()).map(CallEntity::view);
    }

    /** The calls that end with one, in the order in which they are made. */
    List<CallView> chain(CallView last) {
        List<CallView> chain = new ArrayList<>(List.of(last));
        Optional<UUID> former = former(last.id());
        while (former.isPresent()) {
            chain.add(view(former.get()));
            former = former(former.get());
        }
        Collections.reverse(chain);
        return List.copyOf(chain);
    }

    @Transactional
    CallView view(UUID id) {
        return CallEntity.<CallEntity>findByIdOptional(id)
                .map(this::shown)
                .orElseThrow(() -> Problem.notFound("call", id.toString()));
    }

    @Transactional
    Optional<UUID> former(UUID id) {
        return CallEntity.<CallEntity>findByIdOptional(id).map(call -> call.afterId);
    }

    /** One of the other mode says that it is not made. */
    private CallView shown(CallEntity call) {
        if (call.live == account.isLive() || call.state != CallState.waiting) {
            return call.view();
        }
        return call.view()
                .because("It was asked for in %s mode, and is not made while the hub is in %s mode."
                        .formatted(mode(call.live), mode(account.isLive())));
    }

    private static String mode(boolean live) {
        return live ? "live" : "test";
    }

    private String uid(String orgId) {
        Customer customer = customers.known(orgId);
        if (customer.uid() == null) {
            throw Problem.of(
                    ProblemType.CONFLICT, "The organization " + orgId + " is still being made: try again in a moment.");
        }
        return customer.uid();
    }
}
