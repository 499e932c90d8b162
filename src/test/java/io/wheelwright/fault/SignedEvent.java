package io.wheelwright.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.net.Webhook;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.stripe.StripeLab;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * An event of Stripe, to be delivered to whom a test chooses.
 *
 * @param secret with which it is signed
 * @param body JSON, as it is sent
 */
record SignedEvent(String id, String secret, String body) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One that has come about at the lab's Stripe. */
    static SignedEvent of(StripeLab stripe, JsonNode event) {
        return new SignedEvent(event.path("id").asText(), stripe.webhookSecret(), event.toString());
    }

    /** Delivers it, signed now. */
    CompletableFuture<HttpResponse<String>> sendTo(HubSpace hub) {
        long now = Instant.now().getEpochSecond();
        return HTTP.sendAsync(
                HttpRequest.newBuilder(hub.url().resolve("/hub/api/v1/billing/webhook"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", "t=%d,v1=%s".formatted(now, signature(now + "." + body)))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String signature(String signed) {
        try {
            return Webhook.Util.computeHmacSha256(secret, signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
