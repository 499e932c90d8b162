package io.wheelwright.billing.stripe;

/** How a dispute stands: what its status at Stripe means for the payment. */
public enum DisputeStanding {
    /** The bank asks, and has taken nothing back. */
    asked,
    /** The payment is taken back until the bank has decided. */
    open,
    /** The payment stays. */
    won,
    /** The payment has gone back. */
    lost,
    /** A status that the hub does not know: nothing is settled by it. */
    unknown;

    /** By a status of Stripe's. */
    public static DisputeStanding of(String status) {
        return switch (status) {
            case "warning_needs_response", "warning_under_review" -> asked;
            case "needs_response", "under_review" -> open;
            case "won", "warning_closed", "prevented" -> won;
            case "lost" -> lost;
            default -> unknown;
        };
    }
}
