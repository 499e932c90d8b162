package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;

/** One page of a list: newest first, after or before a cursor. */
final class Page {

    private Page() {}

    /** The page of these objects, which come oldest first, after the filter {@code created}. */
    static ObjectNode of(String url, List<ObjectNode> oldestFirst, Params params) {
        LongPredicate wanted = created(params);
        List<ObjectNode> all = new ArrayList<>(oldestFirst.stream()
                .filter(object -> wanted.test(Json.number(object, "created")))
                .toList());
        Collections.reverse(all);
        long limit = params.number("limit", 10);
        if (limit < 1 || limit > 100) {
            throw StripeError.invalid("limit", "This value must be between 1 and 100.");
        }
        String after = params.text("starting_after");
        String before = params.text("ending_before");
        if (after != null && before != null) {
            throw StripeError.invalid(
                    "starting_after",
                    "Received both starting_after and ending_before parameters. Please pass in only one.");
        }
        int from = after == null ? 0 : index(all, after, "starting_after") + 1;
        int to = before == null ? all.size() : index(all, before, "ending_before");
        boolean more = to - from > limit;
        if (before == null) {
            to = (int) Math.min(to, from + limit);
        } else {
            from = (int) Math.max(from, to - limit);
        }
        ObjectNode page = Json.list(url, all.subList(from, to));
        page.put("has_more", more);
        return page;
    }

    private static int index(List<ObjectNode> all, String id, String param) {
        for (int i = 0; i < all.size(); i++) {
            if (id.equals(Json.text(all.get(i), "id"))) {
                return i;
            }
        }
        throw StripeError.noSuch(400, "object", id, param);
    }

    private static LongPredicate created(Params params) {
        if (params.text("created") != null) {
            long exactly = params.number("created");
            return created -> created == exactly;
        }
        Params range = params.child("created");
        range.only("gt", "gte", "lt", "lte");
        long atLeast = Math.max(range.number("gte", 0), range.number("gt", -1) + 1);
        long atMost = Math.min(range.number("lte", Long.MAX_VALUE), range.number("lt", Long.MAX_VALUE) - 1);
        return created -> created >= atLeast && created <= atMost;
    }
}
