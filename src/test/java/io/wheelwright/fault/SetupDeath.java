package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import io.wheelwright.Json;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Hold;
import io.wheelwright.lab.stripe.StripeBuyers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The second of two hubs dies while it sets the account up: Stripe has made the price, and nobody hears of that. */
record SetupDeath(StripeHubs hubs) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PRODUCT = "counted";
    private static final String SETUP = "/billing/setup";
    private static final String APPLY = "{\"apply\": true, \"product_id\": \"%s\"}".formatted(PRODUCT);

    /** The other hub goes on from what is there, and everything is there once. */
    void happen() throws StripeException {
        hubs.hub()
                .apply(Manifests.selling(PRODUCT, Manifests.plan("starter", 10, 4))
                        + "  meters: [{name: %s, kind: counter, overage: {amount: 10, currency: USD}}]\n"
                                .formatted(StripeShop.METER));
        await().atMost(PATIENCE).until(() -> hubs.count("products where product_id = '" + PRODUCT + "'") == 1);
        Hold price = hubs.stripe()
                .faults()
                .hold(
                        Hold.Moment.AFTER_EFFECT,
                        request -> request.method().equals("POST")
                                && request.path().equals("/v1/prices"));
        CompletableFuture<HttpResponse<String>> answer = ask(hubs.other().space());
        await().atMost(PATIENCE).until(() -> price.met() == 1);
        hubs.other().kill();
        assertThat(answer).failsWithin(PATIENCE);
        price.lose();
        String again = hubs.hub().rest().post(SETUP, APPLY, 200);
        assertThat(Json.read(again, JsonNode.class).path("complete").asBoolean())
                .as(again)
                .isTrue();
        assertThat(price.met()).as("what Stripe has made is found").isEqualTo(1);
        everythingIsThereOnce();
    }

    private void everythingIsThereOnce() throws StripeException {
        StripeClient client = new StripeBuyers(hubs.stripe()).client();
        String event = PRODUCT + "-" + StripeShop.METER;
        assertThat(client.v1().products().list().getData())
                .filteredOn(one -> PRODUCT.equals(one.getMetadata().get("wheelwright_product_id")))
                .hasSize(1);
        assertThat(client.v1().prices().list().getData())
                .filteredOn(one -> PRODUCT.equals(one.getMetadata().get("wheelwright_product_id")))
                .hasSize(1);
        assertThat(client.v1().billing().meters().list().getData())
                .filteredOn(one -> event.equals(one.getEventName()))
                .hasSize(1);
        assertThat(client.v1().webhookEndpoints().list().getData())
                .filteredOn(one -> one.getUrl().startsWith(StripeHubs.PUBLIC_URL))
                .hasSize(1);
    }

    private static CompletableFuture<HttpResponse<String>> ask(HubSpace space) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(space.url() + "/hub/api/v1" + SETUP))
                                .header("Authorization", "Bearer " + space.adminToken())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(APPLY))
                                .build(),
                        BodyHandlers.ofString());
    }
}
