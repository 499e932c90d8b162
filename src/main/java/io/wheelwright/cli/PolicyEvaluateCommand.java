package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.cli.Hub.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who would change by another policy. */
@Command(
        name = "evaluate",
        description = "Lists those of Stripe's customers for whom another policy of a plan would make a difference, and"
                + " when the first one begins if nothing else is heard until then. Changes nothing.")
final class PolicyEvaluateCommand implements Callable<Integer> {

    private static final String PAGE = "/billing/policies/evaluate?limit=500";

    @Mixin
    private final HubOptions options;

    @Option(names = "--product", paramLabel = "NAME", required = true, description = "The product.")
    private String product;

    @Option(names = "--plan", paramLabel = "ID", required = true, description = "The plan of it.")
    private String plan;

    @Option(names = "--grace-days", paramLabel = "DAYS", description = "Days of grace after a failed payment.")
    private Long graceDays;

    @Option(names = "--grace-full-days", paramLabel = "DAYS", description = "The first of these, with full access.")
    private Long graceFullDays;

    @Option(names = "--trial-grace-days", paramLabel = "DAYS", description = "Days to read after a trial.")
    private Long trialGraceDays;

    @Option(names = "--retention-days", paramLabel = "DAYS", description = "Days that data is kept after the end.")
    private Long retentionDays;

    @Option(names = "--on-end", paramLabel = "WHAT", description = "Keep or Delete: what becomes of the data then.")
    private String onEnd;

    @Option(names = "--on-dispute", paramLabel = "ACCESS", description = "The most while a payment is disputed.")
    private String onDispute;

    @Option(
            names = "--on-full-refund",
            paramLabel = "ACCESS",
            description = "The most while all that was paid for the period is refunded.")
    private String onFullRefund;

    @Option(
            names = "--on-paused-collection",
            paramLabel = "ACCESS",
            description = "The most while payments are not collected.")
    private String onPausedCollection;

    @Option(
            names = "--on-paused-trial",
            paramLabel = "ACCESS",
            description = "What is left after a trial without a payment method.")
    private String onPausedTrial;

    PolicyEvaluateCommand(Surroundings here) {
        options = new HubOptions(here);
    }

    @Override
    public Integer call() {
        Map<String, Object> policy = policy();
        if (policy.isEmpty()) {
            throw options.wrong("Say what would be other than it is, such as --grace-days 3.");
        }
        Answer all = all(options.hub(), Map.of("product_id", product, "plan", plan, "policy", policy));
        options.print(all, PolicyEvaluateCommand::print);
        return all.json().path("items").isEmpty() ? Exit.WELL : Exit.NOT_WELL;
    }

    private Map<String, Object> policy() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("grace_days", graceDays);
        policy.put("grace_full_days", graceFullDays);
        policy.put("trial_grace_days", trialGraceDays);
        policy.put("retention_days", retentionDays);
        policy.put("on_end", onEnd);
        policy.put("on_dispute", onDispute);
        policy.put("on_full_refund", onFullRefund);
        policy.put("on_paused_collection", onPausedCollection);
        policy.put("on_paused_trial", onPausedTrial);
        policy.values().removeIf(value -> value == null);
        return policy;
    }

    /** One answer of all pages. */
    private static Answer all(Hub hub, Map<String, Object> request) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode items = all.putArray("items");
        String cursor = "";
        do {
            JsonNode page = hub.post(PAGE + cursor, request, "items", false).json();
            page.path("items").forEach(items::add);
            all.set("total", page.path("total"));
            cursor = page.hasNonNull("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return new Answer(all.toString(), all);
    }

    private static void print(PrintWriter out, JsonNode all) {
        List<List<String>> rows = new ArrayList<>();
        all.path("items")
                .forEach(change -> rows.add(List.of(
                        change.path("org_id").asText(),
                        change.path("at").asText(),
                        change.path("from").asText() + " -> "
                                + change.path("to").asText(),
                        change.path("message").asText())));
        Plain.aligned(rows).forEach(out::println);
        if (!rows.isEmpty()) {
            out.println();
        }
        out.println("%d of %d customers of Stripe would change."
                .formatted(rows.size(), all.path("total").asLong()));
    }
}
