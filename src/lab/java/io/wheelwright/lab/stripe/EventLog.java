package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Events in the order in which they came about. Each holds its object as it was then. */
final class EventLog {

    static final String VERSION = "2026-07-29.dahlia";

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_TYPES = 20;

    private final World world;
    private final List<ObjectNode> events = new ArrayList<>();
    private final Map<String, ObjectNode> lastSeen = new HashMap<>();
    private final Map<String, ObjectNode> thin = new HashMap<>();
    private boolean twins;
    private Consumer<ObjectNode> receiver = event -> {};

    EventLog(World world) {
        this.world = world;
    }

    void deliverTo(Consumer<ObjectNode> next) {
        receiver = next;
    }

    /** Whether each change is told by two events, with an id of their own. */
    void twins(boolean next) {
        twins = next;
    }

    /** Tells of a change; an update says what was before. */
    void emit(String type, ObjectNode object) {
        ObjectNode now = object.deepCopy();
        String id = Json.text(object, "id");
        ObjectNode before = id == null ? null : lastSeen.put(id, now);
        ObjectNode data = Json.object("object", now);
        if (before != null && type.endsWith(".updated")) {
            data.set("previous_attributes", difference(before, now));
        }
        ObjectNode event = Json.object(
                "id",
                world.newId("evt"),
                "object",
                "event",
                "api_version",
                VERSION,
                "created",
                world.seconds(),
                "data",
                data,
                "livemode",
                world.isLive(),
                "pending_webhooks",
                0,
                "request",
                Json.object(
                        "id", world.cause().requestId(),
                        "idempotency_key", world.cause().idempotencyKey()),
                "type",
                type);
        add(event);
        if (twins) {
            add(event.deepCopy().put("id", world.newId("evt")).put("pending_webhooks", 0));
        }
    }

    /** Tells of something by an event that carries no data: who wants that asks for it. */
    void emitThin(String type, ObjectNode about, ObjectNode data) {
        ObjectNode event = Json.object(
                "id",
                world.newId("evt"),
                "object",
                "v2.core.event",
                "context",
                null,
                "created",
                world.now().toString(),
                "livemode",
                world.isLive(),
                "related_object",
                about,
                "type",
                type);
        ObjectNode whole = event.deepCopy();
        whole.set("data", data);
        thin.put(Json.text(event, "id"), whole);
        receiver.accept(event.put("pending_webhooks", 0));
    }

    ObjectNode getThin(String id) {
        ObjectNode event = thin.get(id);
        if (event == null) {
            throw StripeError.noSuch(404, "event", id, "id");
        }
        return event;
    }

    private void add(ObjectNode event) {
        events.add(event);
        receiver.accept(event);
    }

    /** As {@link #emit}, if the object is not what was told last. */
    void emitIfChanged(String type, ObjectNode object) {
        if (!object.equals(lastSeen.get(object.get("id").asText()))) {
            emit(type, object);
        }
    }

    List<ObjectNode> all() {
        return List.copyOf(events);
    }

    ObjectNode get(String id) {
        return kept().stream()
                .filter(event -> Json.text(event, "id").equals(id))
                .findFirst()
                .orElseThrow(() -> StripeError.noSuch(404, "event", id, "id"));
    }

    ObjectNode list(Params params) {
        params.only("created", "type", "types", "limit", "starting_after", "ending_before", "delivery_success");
        List<String> types = params.texts("types");
        if (types.size() > MOST_TYPES) {
            throw StripeError.invalid("types", "You may pass up to 20 types.");
        }
        if (!types.isEmpty() && params.has("type")) {
            throw StripeError.invalid("types", "You may only specify one of these parameters: type, types.");
        }
        List<String> wanted = params.has("type") ? List.of(params.text("type")) : types;
        Boolean delivered = params.has("delivery_success") ? params.flag("delivery_success", true) : null;
        List<ObjectNode> matching = kept().stream()
                .filter(event -> wanted.isEmpty() || wanted.stream().anyMatch(type -> matches(type, event)))
                .filter(event -> delivered == null || delivered == (Json.number(event, "pending_webhooks") == 0))
                .toList();
        return Page.of("/v1/events", matching, params);
    }

    /** Neither those that are too old, nor those of a time that was taken back. */
    private List<ObjectNode> kept() {
        long oldest = world.now().minus(KEPT).getEpochSecond();
        return events.stream()
                .filter(event -> Json.number(event, "created") >= oldest)
                .filter(event -> Json.number(event, "created") <= world.seconds())
                .toList();
    }

    /** Whether an event is of a type, where {@code customer.*} and {@code *} stand for many. */
    static boolean matches(String type, ObjectNode event) {
        String actual = event.get("type").asText();
        return type.endsWith("*") ? actual.startsWith(type.substring(0, type.length() - 1)) : actual.equals(type);
    }

    private static ObjectNode difference(ObjectNode before, ObjectNode now) {
        ObjectNode difference = Json.object();
        before.properties().forEach(field -> {
            if (!field.getValue().equals(now.get(field.getKey()))) {
                difference.set(field.getKey(), field.getValue());
            }
        });
        return difference;
    }
}
