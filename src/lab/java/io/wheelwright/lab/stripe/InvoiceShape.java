package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What an invoice looks like, and what its lines and the customer's balance come to. */
final class InvoiceShape {

    private InvoiceShape() {}

    /** A draft with these lines. */
    static ObjectNode of(World world, String id, ObjectNode subscription, String reason, List<ObjectNode> lines) {
        lines.forEach(line -> line.put("invoice", id));
        long total =
                lines.stream().mapToLong(line -> Json.number(line, "amount")).sum();
        long from = lines.stream()
                .mapToLong(line -> Json.number(line.get("period"), "start"))
                .min()
                .orElse(world.seconds());
        long to = lines.stream()
                .mapToLong(line -> Json.number(line.get("period"), "end"))
                .max()
                .orElse(world.seconds());
        ObjectNode customer = world.find(Json.text(subscription, "customer"));
        return Json.object(
                "id",
                id,
                "object",
                "invoice",
                "amount_due",
                Math.max(0, total),
                "amount_overpaid",
                0,
                "amount_paid",
                0,
                "amount_remaining",
                Math.max(0, total),
                "amount_shipping",
                0,
                "attempt_count",
                0,
                "attempted",
                false,
                "auto_advance",
                true,
                "automatic_tax",
                Json.object("enabled", false),
                "billing_reason",
                reason,
                "collection_method",
                Json.text(subscription, "collection_method"),
                "created",
                world.seconds(),
                "currency",
                Json.text(subscription, "currency"),
                "customer",
                Json.text(subscription, "customer"),
                "customer_email",
                Json.text(customer, "email"),
                "customer_name",
                Json.text(customer, "name"),
                "default_payment_method",
                null,
                "due_date",
                null,
                "ending_balance",
                null,
                "hosted_invoice_url",
                null,
                "invoice_pdf",
                null,
                "lines",
                Json.list("/v1/invoices/" + id + "/lines", lines),
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "next_payment_attempt",
                null,
                "number",
                null,
                "parent",
                Json.object(
                        "quote_details",
                        null,
                        "subscription_details",
                        Json.object(
                                "metadata", subscription.get("metadata").deepCopy(),
                                "subscription", Json.text(subscription, "id")),
                        "type",
                        "subscription_details"),
                "period_end",
                to,
                "period_start",
                from,
                "post_payment_credit_notes_amount",
                0,
                "pre_payment_credit_notes_amount",
                0,
                "starting_balance",
                Json.number(customer, "balance"),
                "status",
                "draft",
                "status_transitions",
                Json.object(
                        "finalized_at", null,
                        "marked_uncollectible_at", null,
                        "paid_at", null,
                        "voided_at", null),
                "subtotal",
                total,
                "test_clock",
                null,
                "total",
                total,
                "total_taxes",
                List.of());
    }

    /** Sets what is due after the balance, and gives what is added to the balance. */
    static long settle(ObjectNode invoice, long balance) {
        long total = Json.number(invoice, "total");
        long due = Math.max(0, total + balance);
        long ending = total + balance - due;
        invoice.put("starting_balance", balance).put("ending_balance", ending);
        invoice.put("amount_due", due).put("amount_remaining", due);
        return ending - balance;
    }
}
