package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import io.wheelwright.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists the events of the last thirty days, as Stripe keeps them. */
@ApplicationScoped
class EventList {

    private static final int MOST = 100;

    private final StripeConnection stripe;

    EventList(StripeConnection stripe) {
        this.stripe = stripe;
    }

    /**
     * A page of events, the newest first.
     *
     * @param events those that can be read
     * @param newest when the newest came about, by Stripe's clock; null where there is none
     * @param next after which event the next page begins; null for none
     */
    record EventPage(List<StripeEvent> events, Instant newest, String next) {}

    /**
     * Lists a page. The library's own paging is for its typed objects, which are empty for other API versions.
     *
     * @param after the last event of the page before; null for the first page
     * @throws StripeAway if Stripe does not answer that
     */
    EventPage since(Instant since, String after) {
        String query = "/v1/events?limit=%d&created[gte]=%d".formatted(MOST, since.getEpochSecond())
                + (after == null ? "" : "&starting_after=" + after);
        try {
            return page(Json.read(
                    stripe.client().rawRequest(RequestMethod.GET, query, null).body(), JsonNode.class));
        } catch (StripeException e) {
            throw new StripeAway(e);
        }
    }

    private static EventPage page(JsonNode list) {
        List<StripeEvent> events = new ArrayList<>();
        Instant newest = null;
        String last = null;
        for (JsonNode event : list.path("data")) {
            StripeEvent.read(event).ifPresent(events::add);
            Instant created = Instant.ofEpochSecond(event.path("created").asLong());
            newest = newest == null || created.isAfter(newest) ? created : newest;
            last = event.path("id").asText();
        }
        return new EventPage(events, newest, list.path("has_more").asBoolean() ? last : null);
    }
}
