package io.wheelwright.billing.stripe;

/** An event that may be tried again. */
record Replayable(StripeEventView view, Subject about) {}
