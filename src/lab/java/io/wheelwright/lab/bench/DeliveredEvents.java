package io.wheelwright.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Events as Stripe has told of them, the newest first, over and over under new ids; some are sent twice. Stripe's own library
 * signs them.
 */
final class DeliveredEvents {

    /** Of so many deliveries one is that of the event before, once more. */
    static final int TWICE = 10;

    private static final String ID = "{the id}";
    private static final String HEAD =
            "POST /hub/api/v1/billing/webhook HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json; charset=utf-8\r\n"
                    + "Stripe-Signature: t=%d,v1=%s\r\nContent-Length: %d\r\n\r\n";

    private final List<String> bodies;
    private final String ids;
    private final String secret;
    private final Set<Integer> delivered = ConcurrentHashMap.newKeySet();

    /**
     * Makes deliveries of events.
     *
     * @param events the oldest first
     * @param ids what the new ids begin with
     */
    DeliveredEvents(List<JsonNode> events, String ids, String secret) {
        this.bodies = new ArrayList<>(events.stream().map(DeliveredEvents::body).toList());
        Collections.reverse(bodies);
        this.ids = ids;
        this.secret = secret;
    }

    /** How many events were delivered so far. */
    int count() {
        return delivered.size();
    }

    /** The n-th delivery, signed now. */
    byte[] request(int n) {
        int event = n % TWICE == TWICE - 1 ? n - 1 : n;
        delivered.add(event);
        String body = bodies.get(event % bodies.size()).replace(ID, ids + event);
        long now = Instant.now().getEpochSecond();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                HEAD.formatted(now, signature(now + "." + body), bytes.length).getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(bytes, 0, request, head.length, bytes.length);
        return request;
    }

    private static String body(JsonNode event) {
        String id = event.path("id").asText();
        return event.toString().replace("\"" + id + "\"", "\"" + ID + "\"");
    }

    private String signature(String signed) {
        try {
            return Webhook.Util.computeHmacSha256(secret, signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
