package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Takes money for invoices. */
final class Payments {

    /** How an attempt to take money ended. */
    enum Outcome {
        PAID,
        DECLINED,
        ACTION_REQUIRED,
        NO_METHOD
    }

    private final World world;
    private final Cards cards;

    Payments(World world, Cards cards) {
        this.world = world;
        this.cards = cards;
    }

    /** What a card would answer, without taking anything. */
    Outcome foresee(ObjectNode method) {
        if (method == null) {
            return Outcome.NO_METHOD;
        }
        TestCard card = cards.card(method);
        return card.isPaying()
                ? Outcome.PAID
                : card == TestCard.AUTHENTICATION_REQUIRED ? Outcome.ACTION_REQUIRED : Outcome.DECLINED;
    }

    /** Tries to take what is left to pay of an invoice. */
    Outcome take(ObjectNode invoice, ObjectNode method) {
        Outcome outcome = foresee(method);
        ObjectNode payment = openPayment(invoice);
        ObjectNode intent = world.find(Json.text(payment.get("payment"), "payment_intent"));
        switch (outcome) {
            case PAID -> succeed(invoice, payment, intent, method);
            case DECLINED -> decline(invoice, intent, method);
            case ACTION_REQUIRED -> {
                intent.put("status", "requires_action");
                intent.put("payment_method", Json.text(method, "id"));
                intent.set("next_action", Json.object("type", "use_stripe_sdk"));
                world.events().emit("payment_intent.requires_action", intent);
            }
            case NO_METHOD -> intent.put("status", "requires_payment_method");
        }
        return outcome;
    }

    /** The customer authenticated: the charge that waited for it goes through. */
    void authenticated(ObjectNode invoice, ObjectNode method) {
        ObjectNode payment = openPayment(invoice);
        succeed(invoice, payment, world.find(Json.text(payment.get("payment"), "payment_intent")), method);
    }

    /** The invoice's payment that is not paid yet; there is one for each invoice, whatever number of attempts. */
    private ObjectNode openPayment(ObjectNode invoice) {
        String id = Json.text(invoice, "id");
        return world.all("invoice_payment").stream()
                .filter(payment ->
                        id.equals(Json.text(payment, "invoice")) && "open".equals(Json.text(payment, "status")))
                .findFirst()
                .orElseGet(() -> newPayment(invoice));
    }

    private ObjectNode newPayment(ObjectNode invoice) {
        String currency = Json.text(invoice, "currency");
        String intentId = world.newId("pi");
        ObjectNode intent = world.put(Json.object(
                "id",
                intentId,
                "object",
                "payment_intent",
                "amount",
                Json.number(invoice, "amount_remaining"),
                "amount_capturable",
                0,
                "amount_received",
                0,
                "capture_method",
                "automatic",
                "client_secret",
                intentId + "_secret_" + World.randomLetters(12),
                "confirmation_method",
                "automatic",
                "created",
                world.seconds(),
                "currency",
                currency,
                "customer",
                Json.text(invoice, "customer"),
                "description",
                null,
                "last_payment_error",
                null,
                "latest_charge",
                null,
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "next_action",
                null,
                "payment_method",
                null,
                "payment_method_types",
                List.of("card"),
                "status",
                "requires_payment_method"));
        world.events().emit("payment_intent.created", intent);
        return world.put(Json.object(
                "id", world.newId("inpay"),
                "object", "invoice_payment",
                "amount_paid", null,
                "amount_requested", Json.number(invoice, "amount_remaining"),
                "created", world.seconds(),
                "currency", currency,
                "invoice", Json.text(invoice, "id"),
                "is_default", true,
                "livemode", world.isLive(),
                "payment", Json.object("type", "payment_intent", "payment_intent", intentId),
                "status", "open",
                "status_transitions", Json.object("canceled_at", null, "paid_at", null)));
    }

    private void succeed(ObjectNode invoice, ObjectNode payment, ObjectNode intent, ObjectNode method) {
        ObjectNode charge = charge(intent, method, null);
        long amount = Json.number(intent, "amount");
        intent.put("status", "succeeded").put("amount_received", amount).putNull("next_action");
        intent.putNull("last_payment_error");
        payment.put("status", "paid").put("amount_paid", amount);
        ((ObjectNode) payment.get("status_transitions")).put("paid_at", world.seconds());
        world.record(Ledger.Kind.CHARGE, Json.text(charge, "id"), charge, Json.text(invoice, "id"), amount);
        world.events().emit("charge.succeeded", charge);
        world.events().emit("payment_intent.succeeded", intent);
        world.events().emit("invoice_payment.paid", payment);
    }

    private void decline(ObjectNode invoice, ObjectNode intent, ObjectNode method) {
        ObjectNode charge = charge(intent, method, cards.card(method).declineCode());
        intent.put("status", "requires_payment_method");
        intent.set(
                "last_payment_error",
                Json.object(
                        "type", "card_error",
                        "code", "card_declined",
                        "decline_code", cards.card(method).declineCode(),
                        "charge", Json.text(charge, "id"),
                        "message", Json.text(charge, "failure_message")));
        world.record(
                Ledger.Kind.DECLINE,
                Json.text(charge, "id"),
                charge,
                Json.text(invoice, "id"),
                Json.number(intent, "amount"));
        world.events().emit("charge.failed", charge);
        world.events().emit("payment_intent.payment_failed", intent);
    }

    private ObjectNode charge(ObjectNode intent, ObjectNode method, String declineCode) {
        boolean paid = declineCode == null;
        ObjectNode charge = world.put(Json.object(
                "id",
                world.newId("ch"),
                "object",
                "charge",
                "amount",
                Json.number(intent, "amount"),
                "amount_captured",
                paid ? Json.number(intent, "amount") : 0,
                "amount_refunded",
                0,
                "captured",
                paid,
                "created",
                world.seconds(),
                "currency",
                Json.text(intent, "currency"),
                "customer",
                Json.text(intent, "customer"),
                "disputed",
                false,
                "failure_code",
                paid ? null : "card_declined",
                "failure_message",
                paid ? null : Cards.declined(cards.card(method)).getMessage(),
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "outcome",
                Json.object("type", paid ? "authorized" : "issuer_declined", "reason", declineCode),
                "paid",
                paid,
                "payment_intent",
                Json.text(intent, "id"),
                "payment_method",
                Json.text(method, "id"),
                "refunded",
                false,
                "status",
                paid ? "succeeded" : "failed"));
        intent.put("latest_charge", Json.text(charge, "id")).put("payment_method", Json.text(method, "id"));
        return charge;
    }
}
