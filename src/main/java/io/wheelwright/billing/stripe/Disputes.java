package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The disputes of the payments of organizations: what was read last, and what it was before. */
@ApplicationScoped
public class Disputes {

    private static final int MOST_AT_ONCE = 20;

    private final StripeAccount account;
    private final Customers customers;
    private final Tombstones tombstones;
    private final Clock clock;

    Disputes(StripeAccount account, Customers customers, Tombstones tombstones, Clock clock) {
        this.account = account;
        this.customers = customers;
        this.tombstones = tombstones;
        this.clock = clock;
    }

    /**
     * Keeps what was read of a dispute, unless a later read is there; nothing of who was erased. It stays that of who had
     * it first.
     *
     * @param sequence number of the read
     */
    public void keep(DisputeFacts read, Billed owner, long sequence) {
        Optional<String> concerned = QuarkusTransaction.requiringNew().call(() -> write(read, owner, sequence));
        if (concerned.isPresent() && read.standing() != DisputeStanding.won) {
            Log.warnf(
                    "The payment %s of %s is disputed (%s, %s): see the dispute %s in Stripe's dashboard",
                    read.charge(), concerned.get(), read.reason(), read.status(), read.id());
        }
    }

    @Transactional
    Page<DisputeView> list(String orgId, PageRequest page) {
        String uid = customers.known(orgId).uid();
        return Page.of(
                DisputeRow.page(uid, account.isLive(), page),
                page.limit(),
                DisputeRow.count(uid, account.isLive()),
                dispute -> dispute.seq,
                DisputeRow::view);
    }

    /** What counts of all of an organization. */
    @Transactional(TxType.MANDATORY)
    List<DisputeFacts> of(String orgUid) {
        return DisputeRow.of(orgUid, account.isLive()).stream()
                .map(DisputeRow::facts)
                .toList();
    }

    /** The same of several, by their UIDs. */
    @Transactional(TxType.MANDATORY)
    Map<String, List<DisputeFacts>> ofAll(Collection<String> orgUids) {
        return DisputeRow.ofAll(orgUids, account.isLive()).stream()
                .collect(Collectors.groupingBy(
                        row -> row.orgUid, Collectors.mapping(DisputeRow::facts, Collectors.toList())));
    }

    /** Whether a dispute was read with this status last, and it is known whose it is. */
    @Transactional
    boolean isKept(String disputeId, String status) {
        return DisputeRow.<DisputeRow>findByIdOptional(disputeId)
                .filter(dispute -> dispute.status.equals(status) && !dispute.orgUid.isEmpty())
                .isPresent();
    }

    /** Ids of those that are not decided. */
    @Transactional
    List<String> undecided() {
        return DisputeRow.undecided(account.isLive());
    }

    /** The latest ones of an organization, the newest first. */
    @Transactional(TxType.MANDATORY)
    List<DisputeView> latest(String orgUid) {
        return DisputeRow.latest(orgUid, account.isLive(), MOST_AT_ONCE).stream()
                .map(DisputeRow::view)
                .toList();
    }

    /** Names the organization for which something may follow; empty where nothing does. */
    private Optional<String> write(DisputeFacts read, Billed owner, long sequence) {
        if (tombstones.has(owner.orgId())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        DisputeRow row = DisputeRow.locked(read.id(), owner.orgId(), account.isLive(), now);
        if (row.readSeq >= sequence) {
            return Optional.empty();
        }
        row.readSeq = sequence;
        boolean changes = row.take(read, now);
        if (row.orgUid.isEmpty() && row.orgId.equals(owner.orgId())) {
            row.orgUid = owner.orgUid();
            changes = true;
        }
        if (!changes) {
            return Optional.empty();
        }
        SubscriptionRow.lookAtAllNaming(row.orgId, now);
        return Optional.of(row.orgId);
    }
}
