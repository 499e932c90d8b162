package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The parts of one account, and the requests that it understands. */
final class Account {

    final World world;
    final Cards cards;
    final Customers customers;
    final Catalog catalog;
    final Payments payments;
    final Refunds refunds;
    final Meters meters;
    final Invoices invoices;
    final Subscriptions subscriptions;
    final SubscriptionUpdates updates;
    final InvoiceRequests invoiceRequests;
    final Endpoints endpoints;
    final Checkout checkout;
    final Portal portal;

    Account(World world, String baseUrl) {
        this.world = world;
        cards = new Cards(world);
        customers = new Customers(world, cards);
        catalog = new Catalog(world);
        payments = new Payments(world, cards);
        refunds = new Refunds(world);
        meters = new Meters(world);
        invoices = new Invoices(world, customers, cards, payments, baseUrl);
        Items items = new Items(world, meters);
        subscriptions = new Subscriptions(world, customers, cards, payments, invoices, items);
        updates = new SubscriptionUpdates(world, subscriptions, cards, payments, invoices, items);
        invoiceRequests = new InvoiceRequests(world, invoices, subscriptions, updates, cards);
        endpoints = new Endpoints(world);
        checkout = new Checkout(this, baseUrl);
        portal = new Portal(this, baseUrl);
    }

    Routes routes() {
        Routes routes = new Routes();
        routes.on("GET", "/v1/account", (id, params) -> account())
                .on("GET", "/v1/events", (id, params) -> world.events().list(params))
                .on("GET", "/v1/events/{}", (id, params) -> world.events().get(id))
                .on("GET", "/v1/test_helpers/test_clocks/{}", (id, params) -> world.get("test_helpers.test_clock", id));
        people(routes);
        catalog(routes);
        subscriptions(routes);
        invoices(routes);
        money(routes);
        sessions(routes);
        return routes;
    }

    private ObjectNode account() {
        return Json.object(
                "id", "acct_lab",
                "object", "account",
                "charges_enabled", true,
                "country", "US",
                "default_currency", "usd",
                "settings", Json.object("dashboard", Json.object("display_name", "Lab", "timezone", "Etc/UTC")));
    }

    private void people(Routes routes) {
        routes.on("POST", "/v1/customers", (id, params) -> customers.create(params))
                .on("GET", "/v1/customers", (id, params) -> customers.list(params))
                .on("GET", "/v1/customers/{}", (id, params) -> world.get("customer", id))
                .on("POST", "/v1/customers/{}", customers::update)
                .on("DELETE", "/v1/customers/{}", (id, params) -> customers.delete(id))
                .on("POST", "/v1/customers/{}/balance_transactions", customers::changeBalance)
                .on("GET", "/v1/customers/{}/balance_transactions", customers::listBalance)
                .on(
                        "GET",
                        "/v1/customers/{}/payment_methods",
                        (id, params) -> cards.list("/v1/customers/" + id + "/payment_methods", id, params))
                .on("POST", "/v1/payment_methods", (id, params) -> cards.create(params))
                .on(
                        "GET",
                        "/v1/payment_methods",
                        (id, params) -> cards.list("/v1/payment_methods", params.text("customer"), params))
                .on("GET", "/v1/payment_methods/{}", (id, params) -> world.get("payment_method", id))
                .on("POST", "/v1/payment_methods/{}/attach", cards::attach)
                .on("POST", "/v1/payment_methods/{}/detach", (id, params) -> cards.detach(id));
    }

    private void catalog(Routes routes) {
        routes.on("POST", "/v1/products", (id, params) -> catalog.createProduct(params))
                .on("GET", "/v1/products", (id, params) -> catalog.listProducts(params))
                .on("GET", "/v1/products/{}", (id, params) -> world.get("product", id))
                .on("POST", "/v1/products/{}", catalog::updateProduct)
                .on("DELETE", "/v1/products/{}", (id, params) -> catalog.deleteProduct(id))
                .on("POST", "/v1/prices", (id, params) -> catalog.createPrice(params))
                .on("GET", "/v1/prices", (id, params) -> catalog.listPrices(params))
                .on("GET", "/v1/prices/{}", (id, params) -> world.get("price", id))
                .on("POST", "/v1/prices/{}", catalog::updatePrice)
                .on("POST", "/v1/billing/meters", (id, params) -> meters.create(params))
                .on("GET", "/v1/billing/meters", (id, params) -> meters.list(params))
                .on("GET", "/v1/billing/meters/{}", (id, params) -> world.get("billing.meter", id))
                .on("GET", "/v1/billing/meters/{}/event_summaries", meters::summaries)
                .on("POST", "/v1/billing/meter_events", (id, params) -> meters.book(params))
                .on("POST", "/v1/billing/meter_event_adjustments", (id, params) -> meters.cancel(params))
                .on("GET", "/v2/core/events/{}", (id, params) -> world.events().getThin(id))
                .on("POST", "/v1/webhook_endpoints", (id, params) -> endpoints.create(params))
                .on("GET", "/v1/webhook_endpoints", (id, params) -> endpoints.list(params))
                .on("GET", "/v1/webhook_endpoints/{}", (id, params) -> world.get("webhook_endpoint", id))
                .on("POST", "/v1/webhook_endpoints/{}", endpoints::update)
                .on("DELETE", "/v1/webhook_endpoints/{}", (id, params) -> endpoints.delete(id));
    }

    private void subscriptions(Routes routes) {
        routes.on("POST", "/v1/subscriptions", (id, params) -> subscriptions.create(params))
                .on("GET", "/v1/subscriptions", (id, params) -> subscriptions.list(params))
                .on("GET", "/v1/subscriptions/{}", (id, params) -> world.get("subscription", id))
                .on("POST", "/v1/subscriptions/{}", updates::update)
                .on("DELETE", "/v1/subscriptions/{}", subscriptions::cancel)
                .on("POST", "/v1/subscriptions/{}/resume", subscriptions::resume);
    }

    private void invoices(Routes routes) {
        routes.on("GET", "/v1/invoices", (id, params) -> invoiceRequests.list(params))
                .on("POST", "/v1/invoices/create_preview", (id, params) -> invoiceRequests.preview(params))
                .on("GET", "/v1/invoices/{}", (id, params) -> world.get("invoice", id))
                .on("POST", "/v1/invoices/{}", invoiceRequests::update)
                .on("GET", "/v1/invoices/{}/lines", invoiceRequests::lines)
                .on("POST", "/v1/invoices/{}/finalize", invoiceRequests::finalizeNow)
                .on("POST", "/v1/invoices/{}/pay", invoiceRequests::pay)
                .on("POST", "/v1/invoices/{}/void", invoiceRequests::voidIt)
                .on("POST", "/v1/invoices/{}/mark_uncollectible", invoiceRequests::markUncollectible)
                .on("GET", "/v1/invoiceitems", (id, params) -> invoiceRequests.items(params))
                .on("GET", "/v1/invoice_payments", (id, params) -> invoiceRequests.payments(params))
                .on("GET", "/v1/invoice_payments/{}", (id, params) -> world.get("invoice_payment", id));
    }

    private void sessions(Routes routes) {
        routes.on("POST", "/v1/checkout/sessions", (id, params) -> checkout.create(params))
                .on("GET", "/v1/checkout/sessions", (id, params) -> checkout.list(params))
                .on("GET", "/v1/checkout/sessions/{}", (id, params) -> world.get("checkout.session", id))
                .on("POST", "/v1/checkout/sessions/{}/expire", checkout::expire)
                .on("POST", "/v1/billing_portal/sessions", (id, params) -> portal.create(params));
    }

    private void money(Routes routes) {
        routes.on("GET", "/v1/payment_intents", (id, params) -> of("payment_intent", params, "customer"))
                .on("GET", "/v1/payment_intents/{}", (id, params) -> world.get("payment_intent", id))
                .on("GET", "/v1/charges/{}", (id, params) -> world.get("charge", id))
                .on("GET", "/v1/charges", (id, params) -> of("charge", params, "customer", "payment_intent"))
                .on("POST", "/v1/refunds", (id, params) -> refunds.create(params))
                .on("GET", "/v1/refunds", (id, params) -> of("refund", params, "charge", "payment_intent"))
                .on("GET", "/v1/refunds/{}", (id, params) -> world.get("refund", id))
                .on("GET", "/v1/disputes", (id, params) -> of("dispute", params, "charge", "payment_intent"))
                .on("GET", "/v1/disputes/{}", (id, params) -> world.get("dispute", id));
    }

    private ObjectNode of(String kind, Params params, String... filters) {
        List<String> known = new java.util.ArrayList<>(List.of(filters));
        known.addAll(List.of("created", "limit", "starting_after", "ending_before"));
        params.only(known.toArray(String[]::new));
        List<ObjectNode> matching = world.all(kind).stream()
                .filter(object -> Catalog.same(object, params, filters))
                .toList();
        return Page.of("/v1/" + kind + "s", matching, params);
    }
}
