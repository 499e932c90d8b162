package io.wheelwright.billing.payment;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionListParams;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.billing.stripe.OnStripe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Organizations that buy on Stripe's page. */
abstract class OnCheckout extends OnStripe {

    private final HttpClient browser = HttpClient.newHttpClient();

    /** An organization whose resource the hub has seen. */
    String buyer() {
        String org = organization();
        await().atMost(SOON)
                .until(() -> 1 == number("SELECT count(uid) FROM organizations WHERE org_id = '%s'".formatted(org)));
        return org;
    }

    Map<String, Object> order(String org) {
        Map<String, Object> order = new HashMap<>();
        order.put("org_id", org);
        order.put("plan", "growth");
        order.put("product_id", customers.product());
        order.put("success_url", url("/paid?session={CHECKOUT_SESSION_ID}"));
        order.put("cancel_url", url("/plans"));
        return order;
    }

    String url(String path) {
        return "https://hub.example" + path;
    }

    ValidatableResponse checkout(Map<String, Object> order) {
        return checkout(order, UUID.randomUUID().toString());
    }

    ValidatableResponse checkout(Map<String, Object> order, String key) {
        return admin().header("Idempotency-Key", key)
                .body(order)
                .post(API + "/billing/checkout")
                .then();
    }

    String session(Map<String, Object> order) {
        return checkout(order)
                .statusCode(200)
                .body("checkout_url", notNullValue())
                .extract()
                .path("session_id");
    }

    ValidatableResponse calls(String org) {
        return admin().get(API + "/subscriptions/" + org + "/calls").then().statusCode(200);
    }

    ValidatableResponse call(String org, String id) {
        return admin().get(API + "/subscriptions/" + org + "/calls/" + id).then();
    }

    /** Has the waiting calls of an organization tried again now. */
    void hasten(String org) {
        update("UPDATE stripe_calls SET next_at = created_at WHERE state = 'waiting' AND org_id = '%s'".formatted(org));
    }

    List<Session> sessionsOf(String customer) throws StripeException {
        return customers
                .client()
                .v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setCustomer(customer).build())
                .getData();
    }

    /** Customers that Stripe was ever asked for by an organization. */
    List<String> customersOf(String org) {
        return stripe.events().stream()
                .filter(event -> event.path("type").asText().equals("customer.created"))
                .map(event -> event.path("data").path("object"))
                .filter(customer -> org.equals(
                        customer.path("metadata").path("wheelwright_org_id").asText()))
                .map(customer -> customer.path("id").asText())
                .toList();
    }

    HttpResponse<String> get(String page) {
        return send(HttpRequest.newBuilder(URI.create(page)).build());
    }

    HttpResponse<String> pay(String page, String card) {
        return send(HttpRequest.newBuilder(URI.create(page))
                .POST(BodyPublishers.ofString("card=" + card))
                .build());
    }

    static void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Panache.getEntityManager().createNativeQuery(sql).executeUpdate());
    }

    static long number(String sql) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number)
                        Panache.getEntityManager().createNativeQuery(sql).getSingleResult())
                .longValue());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
