package io.wheelwright.billing.metering;

/**
 * A meter of Stripe: what an event must say so that a price charges it. It never changes there.
 *
 * @param customerKey under which name an event says who has used
 * @param valueKey under which name an event says how much
 */
record MeterAtStripe(String id, String eventName, String customerKey, String valueKey) {}
