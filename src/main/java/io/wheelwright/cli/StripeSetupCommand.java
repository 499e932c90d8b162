package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.cli.Hub.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the products need at Stripe. */
@Command(
        name = "setup",
        description = "Tells which products, prices, meters and webhook endpoint are there at Stripe and which are"
                + " missing, and with --apply makes those of one product.")
final class StripeSetupCommand implements Callable<Integer> {

    private static final String NAMESPACE = "WHEELWRIGHT_NAMESPACE";

    /** What the verdict counts where not everything is there. */
    private static final List<String> COUNTED = List.of("missing", "by_hand", "failed", "created");

    private final Surroundings here;

    @Mixin
    private final HubOptions options;

    @Option(names = "--product", paramLabel = "NAME", description = "The only product that is looked at.")
    private String product;

    @Option(names = "--apply", description = "Make what is missing; needs --product.")
    private boolean apply;

    StripeSetupCommand(Surroundings here) {
        this.here = here;
        options = new HubOptions(here);
    }

    @Override
    public Integer call() {
        if (apply && product == null) {
            throw options.wrong("--apply needs --product: it makes what one product needs.");
        }
        Map<String, Object> request = new HashMap<>(Map.of("apply", apply));
        if (product != null) {
            request.put("product_id", product);
        }
        Answer answer = options.hub().post("/billing/setup", request, "complete", apply);
        options.print(answer, this::print);
        return answer.json().path("complete").asBoolean() ? Exit.WELL : Exit.NOT_WELL;
    }

    private void print(PrintWriter out, JsonNode view) {
        List<List<String>> rows = new ArrayList<>();
        view.path("items")
                .forEach(item -> rows.add(List.of(
                        item.path("state").asText(),
                        item.path("kind").asText(),
                        item.path("about").asText(),
                        item.path("stripe_id").asText() + " "
                                + item.path("message").asText())));
        Plain.aligned(rows).forEach(out::println);
        out.println();
        out.println(verdict(view.path("complete").asBoolean(), rows));
        view.path("patches")
                .forEach(patch -> print(out, patch.path("product_id").asText(), patch));
        if (view.hasNonNull("signing_secret")) {
            out.println();
            out.println("The signing secret of the webhook endpoint is shown only now. Write it to webhook-secrets of"
                    + " the hub, and restart the hub:");
            out.println("  " + Plain.text(view.path("signing_secret").asText()));
        }
    }

    private String verdict(boolean complete, List<List<String>> rows) {
        Map<String, Long> states =
                rows.stream().collect(Collectors.groupingBy(row -> row.get(0), Collectors.counting()));
        String counts = COUNTED.stream()
                .filter(states::containsKey)
                .map(state -> "%d %s".formatted(states.get(state), state))
                .collect(Collectors.joining(", "));
        if (complete) {
            return "Everything is there%s.".formatted(counts.isEmpty() ? "" : ": " + counts);
        }
        String next =
                apply ? " The next --apply goes on from there." : " --product NAME --apply makes what is missing.";
        return "Not everything is there: %s.%s".formatted(counts, states.containsKey("missing") ? next : "");
    }

    private void print(PrintWriter out, String of, JsonNode patch) {
        List<List<String>> prices = new ArrayList<>();
        patch.path("prices")
                .properties()
                .forEach(price ->
                        prices.add(List.of("", price.getKey(), price.getValue().asText())));
        String namespace =
                here.variable(NAMESPACE).map(name -> " -n " + quoted(name)).orElse("");
        out.println();
        out.println("The Product %s does not name these prices:".formatted(Plain.text(of)));
        Plain.aligned(prices).forEach(out::println);
        out.println("Write them to stripePriceId where it is kept, and raise its version for those of plans; or:");
        out.println("  kubectl patch product %s%s --type=json -p %s"
                .formatted(
                        quoted(of), namespace, quoted(patch.path("operations").toString())));
    }

    /** One word for a shell. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9._-]+") ? text : "'" + Plain.text(text).replace("'", "'\\''") + "'";
    }
}
