package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Webhook endpoints. Their secret is told once, when they are made. */
final class Endpoints {

    private final World world;
    private final Map<String, String> secrets = new HashMap<>();

    Endpoints(World world) {
        this.world = world;
    }

    ObjectNode create(Params params) {
        return create(params, "whsec_" + World.randomLetters(32));
    }

    ObjectNode create(Params params, String secret) {
        params.only("url", "enabled_events", "api_version", "description", "metadata", "connect");
        List<String> types = params.texts("enabled_events");
        if (types.isEmpty()) {
            throw StripeError.missing("enabled_events");
        }
        ObjectNode endpoint = Json.object(
                "id", world.newId("we"),
                "object", "webhook_endpoint",
                "api_version", params.text("api_version"),
                "application", null,
                "created", world.seconds(),
                "description", params.text("description"),
                "enabled_events", types,
                "livemode", world.isLive(),
                "metadata", Json.object(),
                "status", "enabled",
                "url", params.required("url"));
        params.mergeMetadata(endpoint);
        world.put(endpoint);
        secrets.put(Json.text(endpoint, "id"), secret);
        return endpoint.deepCopy().put("secret", secret);
    }

    ObjectNode update(String id, Params params) {
        params.only("url", "enabled_events", "description", "metadata", "disabled");
        ObjectNode endpoint = world.get("webhook_endpoint", id);
        params.copyTexts(endpoint, "url", "description");
        if (params.has("enabled_events")) {
            endpoint.set("enabled_events", Json.MAPPER.valueToTree(params.texts("enabled_events")));
        }
        if (params.has("disabled")) {
            endpoint.put("status", params.flag("disabled", false) ? "disabled" : "enabled");
        }
        params.mergeMetadata(endpoint);
        return endpoint;
    }

    ObjectNode delete(String id) {
        world.get("webhook_endpoint", id);
        world.remove(id);
        return Json.object("id", id, "object", "webhook_endpoint", "deleted", true);
    }

    ObjectNode list(Params params) {
        params.only("limit", "starting_after", "ending_before");
        return Page.of("/v1/webhook_endpoints", world.all("webhook_endpoint"), params);
    }

    String secret(String id) {
        return secrets.get(id);
    }

    /** The endpoints that an event goes to. */
    List<ObjectNode> wanting(ObjectNode event) {
        return world.all("webhook_endpoint").stream()
                .filter(endpoint -> "enabled".equals(Json.text(endpoint, "status")))
                .filter(endpoint -> {
                    for (var type : endpoint.get("enabled_events")) {
                        if (EventLog.matches(type.asText(), event)) {
                            return true;
                        }
                    }
                    return false;
                })
                .toList();
    }

    boolean isOn(String id) {
        ObjectNode endpoint = world.find(id);
        return endpoint != null && "enabled".equals(Json.text(endpoint, "status"));
    }
}
