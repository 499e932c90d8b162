package io.wheelwright.billing.payment;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import java.util.Optional;
import java.util.UUID;

/** What Stripe is told of usage beyond the plan, event by event. */
public interface MeterEvents {

    /** The kind of the calls that take one back. */
    String CANCELLATION = "meter_event_cancellation";

    /** Those of an organization in the mode of the account, the latest first. */
    Page<MeterEventView> list(String orgUid, PageRequest page);

    /**
     * One of these that Stripe takes back, if it is asked now; locked for the caller's transaction. Ends the request
     * where there is none (404), or Stripe would not (409).
     */
    MeterEventView cancellable(String orgUid, UUID id);

    /** One as it is now; empty where it is gone. */
    Optional<MeterEventView> find(UUID id);

    /** Records that Stripe has taken one back: what it says is not charged, and never told again. */
    MeterEventView cancel(UUID id);
}
