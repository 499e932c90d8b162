package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts objects in the place of their ids, where a request asks for it. */
final class Expansion {

    private static final int DEEPEST = 4;
    private static final int SHOWN = 10;

    private final World world;
    private final InvoiceRequests invoices;

    Expansion(World world, InvoiceRequests invoices) {
        this.world = world;
        this.invoices = invoices;
    }

    /** A copy of an answer, expanded. */
    ObjectNode expand(ObjectNode answer, List<String> paths) {
        ObjectNode copy = answer.deepCopy();
        for (String path : paths) {
            List<String> steps = List.of(path.split("\\."));
            if (steps.size() > DEEPEST) {
                throw StripeError.invalid(
                        "expand", "You cannot expand more than 4 levels of a property: " + path + ".");
            }
            expand(copy, steps, path);
        }
        copy.findParents("lines").forEach(invoice -> shorten(invoice.get("lines")));
        return copy;
    }

    /** An object has the first ones of its list; the others are asked for. */
    private static void shorten(JsonNode lines) {
        if (lines.path("data") instanceof ArrayNode data && data.size() > SHOWN) {
            ((ObjectNode) lines).put("has_more", true);
            while (data.size() > SHOWN) {
                data.remove(data.size() - 1);
            }
        }
    }

    private void expand(JsonNode at, List<String> steps, String path) {
        if (steps.isEmpty() || at.isNull()) {
            return;
        }
        if (at.isArray()) {
            at.forEach(element -> expand(element, steps, path));
            return;
        }
        String field = steps.get(0);
        include((ObjectNode) at, field);
        JsonNode value = at.path(field);
        if (value.isMissingNode()) {
            throw StripeError.invalid("expand", "This property cannot be expanded (" + path + ").");
        }
        if (value.isTextual() && world.find(value.asText()) != null) {
            ((ObjectNode) at).set(field, world.find(value.asText()).deepCopy());
        }
        if (at.get(field).isContainerNode()) {
            expand(at.get(field), steps.subList(1, steps.size()), path);
        }
    }

    /** Adds lists that are in an object only if asked for. */
    private void include(ObjectNode object, String field) {
        String kind = Json.text(object, "object");
        String id = Json.text(object, "id");
        if ("invoice".equals(kind) && field.equals("payments")) {
            object.set(field, invoices.paymentsOf(id));
        } else if ("charge".equals(kind) && field.equals("refunds")) {
            object.set(field, referring("refund", "charge", id, "/v1/charges/" + id + "/refunds"));
        } else if ("customer".equals(kind) && field.equals("subscriptions")) {
            object.set(field, referring("subscription", "customer", id, "/v1/subscriptions"));
        }
    }

    private ObjectNode referring(String kind, String field, String id, String url) {
        List<ObjectNode> matching = world.all(kind).stream()
                .filter(one -> id.equals(Json.text(one, field)))
                .filter(one -> !"canceled".equals(Json.text(one, "status")))
                .toList();
        return Page.of(url, matching, Params.parse("limit=100"));
    }
}
