package io.wheelwright.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundListParams;
import io.wheelwright.billing.stripe.ReversalList.Listed;
import io.wheelwright.billing.stripe.ReversalList.Source;
import io.wheelwright.billing.stripe.Subject.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Refunds and disputes of which no event has told: Stripe lists events for thirty days, and these for good. */
@ApplicationScoped
class Reversals {

    private static final long MOST = 100;

    private final StripeClient stripe;
    private final RefundFollower refundFollower;
    private final DisputeFollower disputeFollower;
    private final ReversalList refunds;
    private final ReversalList disputes;

    Reversals(
            StripeConnection connection,
            RefundFollower refundFollower,
            DisputeFollower disputeFollower,
            Disputes kept,
            Rounds rounds) {
        this.stripe = connection.client();
        this.refundFollower = refundFollower;
        this.disputeFollower = disputeFollower;
        this.refunds = new ReversalList(
                Kind.refund,
                Rounds.REFUNDS,
                rounds,
                new RefundsMade(),
                listed -> refundFollower.isKept(listed.id(), listed.status()));
        this.disputes = new ReversalList(
                Kind.dispute,
                Rounds.DISPUTES,
                rounds,
                new DisputesOpened(),
                listed -> kept.isKept(listed.id(), listed.status()));
    }

    ReversalList refunds() {
        return refunds;
    }

    ReversalList disputes() {
        return disputes;
    }

    /** @param last id of the last one of the page before; null for the first page */
    StripeCollection<Refund> refunds(Instant since, String last) throws StripeException {
        return stripe.v1()
                .refunds()
                .list(RefundListParams.builder()
                        .setCreated(RefundListParams.Created.builder()
                                .setGte(since.getEpochSecond())
                                .build())
                        .setLimit(MOST)
                        .setStartingAfter(last)
                        .build());
    }

    /** @param last id of the last one of the page before; null for the first page */
    StripeCollection<Dispute> disputes(Instant since, String last) throws StripeException {
        return stripe.v1()
                .disputes()
                .list(DisputeListParams.builder()
                        .setCreated(DisputeListParams.Created.builder()
                                .setGte(since.getEpochSecond())
                                .build())
                        .setLimit(MOST)
                        .setStartingAfter(last)
                        .build());
    }

    private final class RefundsMade implements Source {

        @Override
        public List<Listed> since(Instant since) throws StripeException {
            return StripePage.all(last -> refunds(since, last)).stream()
                    .map(one -> Listed.of(one.getId(), one.getStatus(), one.getCreated()))
                    .toList();
        }

        @Override
        public boolean follow(String id) throws StripeException {
            return refundFollower.follow(id);
        }
    }

    private final class DisputesOpened implements Source {

        @Override
        public List<Listed> since(Instant since) throws StripeException {
            return StripePage.all(last -> disputes(since, last)).stream()
                    .map(one -> Listed.of(one.getId(), one.getStatus(), one.getCreated()))
                    .toList();
        }

        @Override
        public boolean follow(String id) throws StripeException {
            return disputeFollower.followDispute(id);
        }
    }
}
