package io.wheelwright.billing.stripe;

import io.wheelwright.billing.stripe.Explanation.AskedCall;
import io.wheelwright.billing.stripe.Explanation.PaidBack;
import java.util.List;

/** What this hub has asked of Stripe for organizations, and what went back to them; in the mode of the account. */
public interface Dealings {

    /** The latest calls, the newest first. */
    List<AskedCall> latestCalls(String orgUid, int most);

    /** The latest refunds that are known, the newest first. */
    List<PaidBack> latestRefunds(String orgUid, int most);
}
