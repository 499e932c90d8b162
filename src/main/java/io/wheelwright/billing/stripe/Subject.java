package io.wheelwright.billing.stripe;

/**
 * What an event of Stripe's is about, and what is read to see what became of it.
 *
 * @param id at Stripe
 */
record Subject(Kind kind, String id) {

    /** What it is. */
    enum Kind {
        subscription("subscription_id"),
        /** A refund, or a charge whose refunds. */
        refund("refund_id"),
        dispute("dispute_id"),
        /** The event about meters itself. */
        meter_error("event_id"),
        customer("customer_id"),
        test_clock("test_clock_id");

        private final String column;

        Kind(String column) {
            this.column = column;
        }

        /** Where the inbox has the id. */
        String column() {
            return column;
        }
    }
}
