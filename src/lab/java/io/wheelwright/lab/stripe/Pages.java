package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.stream.Collectors;

/** The pages that a person clicks through: checkout, portal, an invoice to pay, and an overview with the clock. */
final class Pages {

    private record Page(int status, String location, String html) {
        static Page to(String location) {
            return new Page(303, location, "");
        }
    }

    private static final String AUTHENTICATION = "authentication";

    private final Account account;
    private final World world;
    private final Checkout checkout;
    private final Portal portal;

    Pages(Account account) {
        this.account = account;
        this.world = account.world;
        this.checkout = account.checkout;
        this.portal = account.portal;
    }

    void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        Page page;
        synchronized (world) {
            world.settle();
            page = page(path, post ? Params.parse(body) : null);
        }
        byte[] bytes = page.html().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        if (page.location() != null) {
            exchange.getResponseHeaders().set("Location", page.location());
        }
        exchange.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private Page page(String path, Params form) {
        try {
            return page(path, form, null);
        } catch (StripeError error) {
            // A form that was refused is shown again, with the reason.
            boolean again = form != null && error.status() != 404;
            return again ? page(path, null, error.getMessage()) : html(error.status(), "Not found", error.getMessage());
        }
    }

    private Page page(String path, Params form, String problem) {
        String[] parts = path.split("/");
        String kind = parts.length > 1 ? parts[1] : "";
        String id = parts.length > 2 ? parts[2] : "";
        return switch (kind) {
            case "checkout" -> form == null ? checkout(id, problem) : pay(id, form);
            case "portal" -> form == null ? portal(id, problem) : act(id, path, form);
            case "pay" -> form == null ? invoice(id, problem) : payInvoice(id, form);
            case "" -> form == null ? overview(problem) : advance(form);
            default -> html(404, "Not found", "There is no such page.");
        };
    }

    private Page checkout(String id, String problem) {
        ObjectNode session = world.get("checkout.session", id);
        if (!"open".equals(Json.text(session, "status"))) {
            return html(200, "Checkout", "This session is " + Json.text(session, "status") + ".");
        }
        String back = Json.text(session, "cancel_url");
        String email = Json.isSet(session, "customer") || Json.isSet(session, "customer_email")
                ? ""
                : "<p><label>E-mail <input name=email type=email required></label>";
        return html(
                200,
                "Checkout",
                problem(problem) + "<p>Due today: <b>" + money(session, "amount_total") + "</b></p>"
                        + "<form method=post>" + email + (checkout.needsCard(session) ? cardField() : "")
                        + "<p><button>Subscribe</button></form>"
                        + (back == null ? "" : "<p><a href=\"" + escape(back) + "\">Back</a>"));
    }

    private Page pay(String id, Params form) {
        TestCard card = form.has("card") ? card(form) : null;
        String answer = form.choice(AUTHENTICATION, "", "confirm", "fail");
        if (card == TestCard.AUTHENTICATION_REQUIRED && answer.isEmpty()) {
            return authentication(checkout.open(id), form);
        }
        if (answer.equals("fail")) {
            throw StripeError.of(
                    402,
                    "card_error",
                    "payment_intent_authentication_failure",
                    null,
                    "We are unable to authenticate your payment method."
                            + " Please choose a different payment method and try again.");
        }
        ObjectNode session = checkout.complete(id, card, form.text("email"));
        return Page.to(Json.text(session, "success_url").replace("{CHECKOUT_SESSION_ID}", id));
    }

    /** What the bank of the card asks the customer, 3-D Secure; nothing has happened yet. */
    private static Page authentication(ObjectNode session, Params form) {
        String email = form.has("email") ? hidden("email", form.text("email")) : "";
        return html(
                200,
                "Authentication",
                "<p>Your bank asks: do you pay <b>" + money(session, "amount_total") + "</b>?"
                        + "<form method=post>" + hidden("card", form.text("card")) + email
                        + "<p><button name=" + AUTHENTICATION + " value=confirm>Confirm</button>"
                        + " <button name=" + AUTHENTICATION + " value=fail>Fail</button></form>");
    }

    private static TestCard card(Params form) {
        return TestCard.ofNumber(form.required("card"))
                .orElseThrow(() -> StripeError.invalid("card", "Your card number is incorrect."));
    }

    private Page portal(String token, String problem) {
        ObjectNode session = portal.session(token);
        String customer = Json.text(session, "customer");
        StringBuilder html = new StringBuilder(problem(problem));
        for (ObjectNode one : portal.subscriptions(customer)) {
            boolean ends = Json.isSet(one, "cancel_at");
            html.append("<p>Subscription ")
                    .append(escape(Json.text(one, "id")))
                    .append(": <b>")
                    .append(escape(Cycle.status(one)))
                    .append("</b>")
                    .append(ends ? ", ends " + Instant.ofEpochSecond(Json.number(one, "cancel_at")) : "");
            if (Cycle.isRunning(one)) {
                html.append(button(ends ? "keep" : "cancel", Json.text(one, "id"), ends ? "Keep it" : "Cancel"));
            }
        }
        for (ObjectNode one : portal.openInvoices(customer)) {
            html.append("<p>Open invoice of ")
                    .append(money(one, "amount_remaining"))
                    .append(button("pay", Json.text(one, "id"), "Pay"));
        }
        html.append("<form method=post>")
                .append(cardField())
                .append("<p><button name=action value=card>Use this card</button></form>");
        String back = Json.text(session, "return_url");
        return html(
                200, "Your subscription", html + (back == null ? "" : "<p><a href=\"" + escape(back) + "\">Back</a>"));
    }

    private Page act(String token, String path, Params form) {
        ObjectNode session = portal.session(token);
        String customer = Json.text(session, "customer");
        switch (form.required("action")) {
            case "cancel" -> portal.cancel(own("subscription", form, customer));
            case "keep" -> portal.keep(own("subscription", form, customer));
            case "pay" -> portal.pay(own("invoice", form, customer));
            case "card" -> portal.changeCard(customer, card(form));
            default -> throw StripeError.invalid("action", "No such action.");
        }
        return Page.to(path);
    }

    /** The id that a form names, if it belongs to the customer. */
    private String own(String kind, Params form, String customer) {
        String id = form.required("id");
        if (!customer.equals(Json.text(world.get(kind, id), "customer"))) {
            throw StripeError.noSuch(404, kind, id, "id");
        }
        return id;
    }

    private Page invoice(String id, String problem) {
        ObjectNode invoice = world.get("invoice", id);
        return html(
                200,
                "Invoice " + Json.text(invoice, "number"),
                problem(problem)
                        + "<p>Status: <b>" + escape(Json.text(invoice, "status")) + "</b>, to pay: "
                        + money(invoice, "amount_remaining")
                        + (Invoices.is(invoice, "open")
                                ? "<form method=post>" + cardField() + "<p><button>Pay</button></form>"
                                : ""));
    }

    private Page payInvoice(String id, Params form) {
        ObjectNode invoice = world.get("invoice", id);
        portal.changeCard(Json.text(invoice, "customer"), card(form));
        portal.pay(id);
        return Page.to("/pay/" + id);
    }

    private Page overview(String problem) {
        String rows = world.all("subscription").stream()
                .map(one -> "<tr><td>" + escape(Json.text(one, "id")) + "<td>" + escape(Cycle.status(one)) + "<td>"
                        + escape(Json.text(one, "customer")) + "<td>"
                        + escape(one.get("metadata").toString()))
                .collect(Collectors.joining("\n"));
        String lines = world.ledger().lines().stream()
                .map(line ->
                        "<tr><td>" + line.at() + "<td>" + line.kind() + "<td>" + line.amount() + " " + line.currency()
                                + "<td>" + escape(line.id()) + "<td>" + escape(String.valueOf(line.idempotencyKey())))
                .collect(Collectors.joining("\n"));
        return html(
                200,
                "The lab's Stripe",
                problem(problem) + "<p>It is " + world.now()
                        + "<form method=post><label>Move on by <input name=by value=P1D size=8></label>"
                        + " <button>Go</button></form>"
                        + "<h2>Subscriptions</h2><table>" + rows + "</table><h2>Ledger</h2><table>" + lines
                        + "</table>");
    }

    private Page advance(Params form) {
        try {
            Duration by = Duration.parse(form.required("by"));
            if (by.isNegative()) {
                throw StripeError.invalid("by", "Time does not go back.");
            }
            world.move(by);
        } catch (DateTimeException e) {
            throw StripeError.invalid("by", "Say it as PT1H or P1D.");
        }
        return Page.to("/");
    }

    private static String button(String action, String id, String label) {
        return "<form method=post>" + hidden("id", id) + "<button name=action value=" + action + ">" + label
                + "</button></form>";
    }

    private static String hidden(String name, String value) {
        return "<input type=hidden name=" + name + " value=\"" + escape(value) + "\">";
    }

    private static String cardField() {
        StringBuilder html = new StringBuilder(
                        "<p><label>Card number <input name=card list=cards size=22 required value=\"")
                .append(TestCard.VISA.number())
                .append("\"></label><datalist id=cards>");
        for (TestCard card : TestCard.values()) {
            html.append("<option value=")
                    .append(card.number())
                    .append('>')
                    .append(card.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return html.append("</datalist>").toString();
    }

    private static String problem(String problem) {
        return problem == null ? "" : "<p role=alert><b>" + escape(problem) + "</b></p>";
    }

    /** An amount in major units, by the number of digits that ISO 4217 gives the currency. */
    private static String money(ObjectNode object, String field) {
        Currency currency = Currency.getInstance(Json.text(object, "currency").toUpperCase(Locale.ROOT));
        return BigDecimal.valueOf(Json.number(object, field), currency.getDefaultFractionDigits())
                        .toPlainString() + " " + currency.getCurrencyCode();
    }

    private static Page html(int status, String title, String body) {
        return new Page(
                status,
                null,
                "<!doctype html><html lang=en><meta name=viewport content=\"width=device-width\">"
                        + "<title>" + escape(title) + "</title><h1>" + escape(title) + "</h1>" + body
                        + "<hr><p><small>A test account of the lab. No money moves.</small>");
    }

    private static String escape(String text) {
        return text == null
                ? ""
                : text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;");
    }
}
