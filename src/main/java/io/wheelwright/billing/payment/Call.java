package io.wheelwright.billing.payment;

import com.stripe.model.StripeObjectInterface;
import com.stripe.net.RequestOptions;
import io.wheelwright.Json;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A call to Stripe, as its kind sees it.
 *
 * @param orgUid UID of the organization when the call was asked for: names are used again
 * @param firstSentAt when its first try began
 * @param attempt number of this try, from 1
 * @param spentKeys how many keys Stripe keeps a failure of its own under
 * @param formerResult result of the call that it comes after, as JSON; null where it comes after none
 * @param requestId Stripe's id of the request that has done it, once there is one
 * @param asking whether the one POST was sent and no answer has come
 */
record Call(
        UUID id,
        String orgId,
        String orgUid,
        Instant requestedAt,
        Instant firstSentAt,
        int attempt,
        int spentKeys,
        String formerResult,
        AtomicReference<String> requestId,
        AtomicBoolean asking) {

    /** Metadata of what a call makes: the id of the call, by which it is found again. */
    static final String ID = "wheelwright_call_id";

    /** For the one POST of the call: Stripe performs it once, however often it comes. */
    RequestOptions options() {
        asking.set(true);
        return RequestOptions.builder()
                .setIdempotencyKey(spentKeys == 0 ? id.toString() : id + "-" + spentKeys)
                .build();
    }

    /** Whether the metadata is that of what this call has made. */
    boolean hasMade(Map<String, String> metadata) {
        return metadata != null && id.toString().equals(metadata.get(ID));
    }

    /**
     * The organization as it is now.
     *
     * @throws CallRefused if the one that has asked is gone
     */
    Customer present(Customers customers) {
        return customers
                .named(orgId)
                .filter(customer -> orgUid.equals(customer.uid()))
                .orElseThrow(() -> new CallRefused("The organization " + orgId + " is gone."));
    }

    /** Notes which request Stripe has answered with this. */
    <T extends StripeObjectInterface> T answered(T answer) {
        asking.set(false);
        if (answer.getLastResponse() != null) {
            requestId.set(answer.getLastResponse().requestId());
        }
        return answer;
    }

    /** Result of the call that this one comes after. */
    <T> T former(Class<T> type) {
        return Json.read(formerResult, type);
    }
}
