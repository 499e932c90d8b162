package io.wheelwright.billing.payment;

import io.quarkus.panache.common.Sort;
import io.wheelwright.billing.stripe.Dealings;
import io.wheelwright.billing.stripe.Explanation.AskedCall;
import io.wheelwright.billing.stripe.Explanation.PaidBack;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;

/** Shows who asks why a customer may do something what was done for it. */
@ApplicationScoped
class LatestDealings implements Dealings {

    private final StripeAccount account;

    LatestDealings(StripeAccount account) {
        this.account = account;
    }

    @Override
    @Transactional(TxType.MANDATORY)
    public List<AskedCall> latestCalls(String orgUid, int most) {
        return CallEntity.<CallEntity>find(
                        "orgUid = ?1 and live = ?2", Sort.descending("seq"), orgUid, account.isLive())
                .range(0, most - 1)
                .list()
                .stream()
                .map(CallEntity::view)
                .map(call -> new AskedCall(
                        call.id(),
                        call.kind(),
                        call.state(),
                        call.createdAt(),
                        call.finishedAt(),
                        call.error(),
                        call.requestId()))
                .toList();
    }

    @Override
    @Transactional(TxType.MANDATORY)
    public List<PaidBack> latestRefunds(String orgUid, int most) {
        return RefundEntity.latest(orgUid, account.isLive(), most).stream()
                .map(RefundEntity::view)
                .map(refund -> new PaidBack(
                        refund.refundId(),
                        refund.chargeId(),
                        refund.amount(),
                        refund.currency(),
                        refund.reason(),
                        refund.status(),
                        refund.callId(),
                        refund.createdAt()))
                .toList();
    }
}
