package io.wheelwright.lifecycle;

import io.wheelwright.problem.Check;
import java.time.Duration;
import java.time.Instant;

/**
 * Why billing is to take nothing from a customer for a while.
 *
 * @param reason for the colleague who wonders
 * @param until when that ends; within a year
 */
public record BillingHoldRequest(String reason, Instant until) {

    private static final int LONGEST = 1024;
    private static final Duration MOST = Duration.ofDays(366);

    BillingHoldRequest checked(Instant now) {
        Check check = new Check().text("reason", reason, LONGEST).required("until", until);
        if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(MOST)))) {
            check.error("until", "must be ahead, and within a year");
        }
        check.done();
        return this;
    }
}
