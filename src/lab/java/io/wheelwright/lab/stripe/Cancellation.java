package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The planned end of a subscription. */
final class Cancellation {

    private final World world;

    Cancellation(World world) {
        this.world = world;
    }

    /** Does what a request says about the end, if it says anything. */
    void change(ObjectNode subscription, Params params) {
        if (params.has("cancel_at_period_end") && params.has("cancel_at") && !params.isCleared("cancel_at")) {
            throw StripeError.invalid("cancel_at", "Pass either cancel_at or cancel_at_period_end.");
        }
        if (params.has("cancel_at_period_end")) {
            boolean ends = params.flag("cancel_at_period_end", false);
            if (ends || isAtPeriodEnd(subscription) || params.isCleared("cancel_at")) {
                plan(subscription, ends ? periodEnd(subscription, true) : null, ends);
            }
        } else if (params.has("cancel_at") && !(params.isCleared("cancel_at") && isAtPeriodEnd(subscription))) {
            plan(subscription, cancelAt(subscription, params), false);
        }
    }

    private static boolean isAtPeriodEnd(ObjectNode subscription) {
        return subscription.get("cancel_at_period_end").asBoolean();
    }

    private Long cancelAt(ObjectNode subscription, Params params) {
        if (params.isCleared("cancel_at")) {
            return null;
        }
        return switch (params.text("cancel_at")) {
            case "min_period_end" -> periodEnd(subscription, false);
            case "max_period_end" -> periodEnd(subscription, true);
            default -> {
                if (params.number("cancel_at") <= world.seconds()) {
                    throw StripeError.invalid("cancel_at", "The cancellation date must be in the future.");
                }
                yield params.number("cancel_at");
            }
        };
    }

    /** Plans the end of a subscription, or takes the plan back if there is no date. */
    void plan(ObjectNode subscription, Long at, boolean atPeriodEnd) {
        subscription.put("cancel_at", at).put("cancel_at_period_end", atPeriodEnd);
        subscription.put("canceled_at", at == null ? null : (Long) world.seconds());
        ((ObjectNode) subscription.get("cancellation_details"))
                .put("reason", at == null ? null : "cancellation_requested");
    }

    static long periodEnd(ObjectNode subscription, boolean latest) {
        var ends = Cycle.itemsOf(subscription).stream().mapToLong(item -> Json.number(item, "current_period_end"));
        return (latest ? ends.max() : ends.min()).orElseThrow();
    }
}
