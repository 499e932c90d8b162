package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Money that goes back: refunds and disputes. */
final class Refunds {

    private static final long ANSWER = Duration.ofDays(9).toSeconds();

    private final World world;
    private String beginning = "succeeded";

    Refunds(World world) {
        this.world = world;
    }

    /** How the next refunds begin: {@code succeeded}, {@code pending} or {@code requires_action}. */
    void begin(String status) {
        beginning = status;
    }

    ObjectNode create(Params params) {
        params.only("charge", "payment_intent", "amount", "reason", "metadata");
        ObjectNode charge = refundable(params);
        long left = Json.number(charge, "amount_captured") - Json.number(charge, "amount_refunded");
        long amount = params.number("amount", left);
        if (left == 0) {
            throw StripeError.of(
                    400,
                    "invalid_request_error",
                    "charge_already_refunded",
                    null,
                    "Charge " + Json.text(charge, "id") + " has already been refunded.");
        }
        if (amount < 1 || amount > left) {
            throw StripeError.invalid(
                    "amount",
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")");
        }
        if (params.has("reason")) {
            params.choice("reason", "requested_by_customer", "duplicate", "fraudulent");
        }
        ObjectNode refund = Json.object(
                "id", world.newId("re"),
                "object", "refund",
                "amount", amount,
                "balance_transaction", null,
                "charge", Json.text(charge, "id"),
                "created", world.seconds(),
                "currency", Json.text(charge, "currency"),
                "failure_reason", null,
                "metadata", Json.object(),
                "payment_intent", Json.text(charge, "payment_intent"),
                "reason", params.text("reason"),
                "receipt_number", null,
                "status", beginning);
        params.mergeMetadata(refund);
        world.put(refund);
        addRefunded(charge, amount);
        world.record(Ledger.Kind.REFUND, Json.text(refund, "id"), charge, null, amount);
        world.events().emit("refund.created", refund);
        world.events().emit("charge.refunded", charge);
        return refund;
    }

    private ObjectNode refundable(Params params) {
        String id = params.text("charge");
        if (params.text("payment_intent") != null) {
            ObjectNode intent = world.referred("payment_intent", params.text("payment_intent"), "payment_intent");
            id = Json.text(intent, "latest_charge");
        }
        if (id == null) {
            throw params.has("payment_intent")
                    ? StripeError.invalid("payment_intent", "This PaymentIntent does not have a successful charge.")
                    : StripeError.missing("charge");
        }
        ObjectNode charge = world.referred("charge", id, "charge");
        if (!charge.get("paid").asBoolean()) {
            throw StripeError.invalid("charge", "This charge failed; there is nothing to refund.");
        }
        if (isDisputed(id)) {
            throw StripeError.of(
                    400,
                    "invalid_request_error",
                    "charge_disputed",
                    null,
                    "Charge " + id + " has been charged back; cannot issue a refund.");
        }
        return charge;
    }

    private boolean isDisputed(String charge) {
        return world.all("dispute").stream()
                .anyMatch(dispute -> charge.equals(Json.text(dispute, "charge"))
                        && !dispute.get("is_charge_refundable").asBoolean());
    }

    private static void addRefunded(ObjectNode charge, long amount) {
        long refunded = Json.number(charge, "amount_refunded") + amount;
        charge.put("amount_refunded", refunded).put("refunded", refunded == Json.number(charge, "amount"));
    }

    /** Moves a refund on: {@code succeeded} or {@code failed}, which gives the money back to the account. */
    void settle(String id, String status) {
        ObjectNode refund = world.get("refund", id);
        ObjectNode charge = world.find(Json.text(refund, "charge"));
        boolean fails = status.equals("failed") && !"failed".equals(Json.text(refund, "status"));
        refund.put("status", status).put("failure_reason", fails ? "lost_or_stolen_card" : null);
        if (fails) {
            addRefunded(charge, -Json.number(refund, "amount"));
            world.record(Ledger.Kind.REFUND_FAILED, id, charge, null, Json.number(refund, "amount"));
            world.events().emit("refund.failed", refund);
        }
        world.events().emit("refund.updated", refund);
    }

    /** The cardholder disputes a charge. */
    ObjectNode dispute(String chargeId, String reason) {
        ObjectNode charge = world.get("charge", chargeId);
        charge.put("disputed", true);
        ObjectNode dispute = world.put(Json.object(
                "id", world.newId("du"),
                "object", "dispute",
                "amount", Json.number(charge, "amount"),
                "charge", chargeId,
                "created", world.seconds(),
                "currency", Json.text(charge, "currency"),
                "evidence_details", Json.object("due_by", world.seconds() + ANSWER, "has_evidence", false),
                "is_charge_refundable", false,
                "livemode", world.isLive(),
                "metadata", Json.object(),
                "payment_intent", Json.text(charge, "payment_intent"),
                "reason", reason,
                "status", "needs_response"));
        world.record(Ledger.Kind.DISPUTE, Json.text(dispute, "id"), charge, null, Json.number(dispute, "amount"));
        world.events().emit("charge.dispute.created", dispute);
        world.events().emit("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    /** Moves a dispute to another status; of one that the bank only asks by, the charge can be refunded. */
    void moveDispute(String id, String status) {
        ObjectNode dispute = world.get("dispute", id);
        dispute.put("status", status).put("is_charge_refundable", status.startsWith("warning_"));
        world.events().emit("charge.dispute.updated", dispute);
    }

    void closeDispute(String id, boolean won) {
        ObjectNode dispute = world.get("dispute", id);
        dispute.put("status", won ? "won" : "lost").put("is_charge_refundable", won);
        if (won) {
            world.events().emit("charge.dispute.funds_reinstated", dispute);
        }
        world.events().emit("charge.dispute.closed", dispute);
    }
}
