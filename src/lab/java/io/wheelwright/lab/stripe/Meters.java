package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Billing meters and what they counted. */
final class Meters {

    private record Usage(String identifier, String customer, String event, long value, long at, long received) {}

    private static final long OLDEST = Duration.ofDays(35).toSeconds();
    private static final long NEWEST = Duration.ofMinutes(5).toSeconds();
    private static final long REPORTED_AFTER = Duration.ofMinutes(1).toSeconds();
    private static final long IDENTIFIER_KEPT = Duration.ofDays(1).toSeconds();

    private final World world;
    private final List<Usage> usages = new ArrayList<>();
    private final Map<String, Usage> byIdentifier = new HashMap<>();

    Meters(World world) {
        this.world = world;
    }

    ObjectNode create(Params params) {
        params.only("display_name", "event_name", "default_aggregation", "customer_mapping", "value_settings");
        String event = params.required("event_name");
        if (world.all("billing.meter").stream()
                .anyMatch(meter ->
                        event.equals(Json.text(meter, "event_name")) && "active".equals(Json.text(meter, "status")))) {
            throw StripeError.invalid(
                    "event_name", "There is already an active meter with the event name " + event + ".");
        }
        if (!params.child("default_aggregation")
                .choice("formula", "sum", "count", "last")
                .equals("sum")) {
            throw StripeError.invalid("default_aggregation[formula]", "The lab's Stripe only sums.");
        }
        return world.put(Json.object(
                "id", world.newId("mtr"),
                "object", "billing.meter",
                "created", world.seconds(),
                "customer_mapping", Json.object("event_payload_key", customerKey(params), "type", "by_id"),
                "default_aggregation", Json.object("formula", "sum"),
                "display_name", params.required("display_name"),
                "event_name", event,
                "event_time_window", null,
                "livemode", world.isLive(),
                "status", "active",
                "status_transitions", Json.object("deactivated_at", null),
                "updated", world.seconds(),
                "value_settings", Json.object("event_payload_key", valueKey(params))));
    }

    private static String customerKey(Params params) {
        return params.child("customer_mapping").text("event_payload_key", "stripe_customer_id");
    }

    private static String valueKey(Params params) {
        return params.child("value_settings").text("event_payload_key", "value");
    }

    ObjectNode list(Params params) {
        params.only("status", "limit", "starting_after", "ending_before");
        List<ObjectNode> matching = world.all("billing.meter").stream()
                .filter(meter -> Catalog.same(meter, params, "status"))
                .toList();
        return Page.of("/v1/billing/meters", matching, params);
    }

    /**
     * Books usage. That of a customer who is not there is taken and not counted, as an error report says later. What
     * else cannot be booked is refused at once, though Stripe says some of that later, too.
     */
    ObjectNode book(Params params) {
        params.only("event_name", "payload", "timestamp", "identifier");
        String event = params.required("event_name");
        ObjectNode meter = world.all("billing.meter").stream()
                .filter(one -> event.equals(Json.text(one, "event_name")) && "active".equals(Json.text(one, "status")))
                .findFirst()
                .orElseThrow(
                        () -> StripeError.invalid("event_name", "No active meter found for event name " + event + "."));
        Params payload = params.child("payload");
        String customer = payload.required(Json.text(meter.get("customer_mapping"), "event_payload_key"));
        String valueKey = Json.text(meter.get("value_settings"), "event_payload_key");
        payload.required(valueKey);
        long value = payload.number(valueKey);
        long at = params.number("timestamp", world.seconds());
        if (at < world.seconds() - OLDEST) {
            throw StripeError.of(
                    400,
                    "invalid_request_error",
                    "timestamp_too_far_in_past",
                    "timestamp",
                    "The timestamp must be within the past 35 days.");
        }
        if (at > world.seconds() + NEWEST) {
            throw StripeError.of(
                    400,
                    "invalid_request_error",
                    "timestamp_in_future",
                    "timestamp",
                    "The timestamp must not be more than 5 minutes in the future.");
        }
        String identifier = params.text("identifier", world.newId("mevt"));
        Usage known = byIdentifier.get(identifier);
        if (known != null && known.received() > world.seconds() - IDENTIFIER_KEPT) {
            throw StripeError.invalid("identifier", "An event already exists with identifier " + identifier + ".");
        }
        Usage usage = new Usage(identifier, customer, event, value, at, world.seconds());
        byIdentifier.put(identifier, usage);
        if (isThere(customer)) {
            usages.add(usage);
        } else {
            world.at(world.seconds() + REPORTED_AFTER, () -> tell(usage, "meter_event_customer_not_found"));
        }
        world.ledger().add(new Ledger.Usage(identifier, customer, value));
        return Json.object(
                "object",
                "billing.meter_event",
                "created",
                world.seconds(),
                "event_name",
                event,
                "identifier",
                identifier,
                "livemode",
                world.isLive(),
                "payload",
                payload.tree(),
                "timestamp",
                at);
    }

    private boolean isThere(String customer) {
        ObjectNode object = world.find(customer);
        return object != null && "customer".equals(Json.text(object, "object"));
    }

    /** Takes booked usage back, by its identifier. */
    ObjectNode cancel(Params params) {
        params.only("event_name", "type", "cancel");
        params.choice("type", "cancel");
        String identifier = params.child("cancel").required("identifier");
        Usage known = byIdentifier.get(identifier);
        if (known == null
                || !known.event().equals(params.required("event_name"))
                || known.received() <= world.seconds() - IDENTIFIER_KEPT) {
            throw StripeError.noSuch(400, "meter event", identifier, "cancel[identifier]");
        }
        usages.remove(known);
        world.ledger().add(new Ledger.Usage(identifier, known.customer(), -known.value()));
        return Json.object(
                "object",
                "billing.meter_event_adjustment",
                "cancel",
                Json.object("identifier", identifier),
                "event_name",
                known.event(),
                "livemode",
                world.isLive(),
                "status",
                "pending",
                "type",
                "cancel");
    }

    /** Finds that a booked event cannot be counted after all, and tells of it by an event. */
    void report(String identifier, String code) {
        Usage known = byIdentifier.get(identifier);
        if (known == null || !usages.remove(known)) {
            throw new IllegalArgumentException("no meter event " + identifier);
        }
        tell(known, code);
    }

    private void tell(Usage usage, String code) {
        String meter = world.all("billing.meter").stream()
                .filter(one -> usage.event().equals(Json.text(one, "event_name")))
                .map(one -> Json.text(one, "id"))
                .findFirst()
                .orElseThrow();
        ObjectNode sample = Json.object(
                "error_message",
                "The event could not be counted.",
                "request",
                Json.object("identifier", usage.identifier()));
        ObjectNode error = Json.object("code", code, "error_count", 1, "sample_errors", List.of(sample));
        world.events()
                .emitThin(
                        "v1.billing.meter.error_report_triggered",
                        Json.object("id", meter, "type", "billing.meter", "url", "/v1/billing/meters/" + meter),
                        Json.object(
                                "developer_message_summary",
                                "There is 1 invalid event",
                                "reason",
                                Json.object("error_count", 1, "error_types", List.of(error)),
                                "validation_start",
                                world.now().toString(),
                                "validation_end",
                                world.now().toString()));
    }

    ObjectNode summaries(String id, Params params) {
        params.only("customer", "start_time", "end_time", "value_grouping_window", "limit");
        ObjectNode meter = world.get("billing.meter", id);
        params.required("start_time");
        params.required("end_time");
        long start = params.number("start_time");
        long end = params.number("end_time");
        String url = "/v1/billing/meters/" + id + "/event_summaries";
        return Json.list(
                url,
                List.of(Json.object(
                        "id",
                        world.newId("mtrsum"),
                        "object",
                        "billing.meter_event_summary",
                        "aggregated_value",
                        sum(Json.text(meter, "id"), params.required("customer"), start, end),
                        "end_time",
                        end,
                        "livemode",
                        world.isLive(),
                        "meter",
                        id,
                        "start_time",
                        start)));
    }

    /** The sum of a customer's usage from one second up to, but without, another. */
    long sum(String meter, String customer, long from, long to) {
        String event = Json.text(world.find(meter), "event_name");
        return usages.stream()
                .filter(usage -> usage.event().equals(event) && usage.customer().equals(customer))
                .filter(usage -> usage.at() >= from && usage.at() < to)
                .mapToLong(Usage::value)
                .sum();
    }
}
