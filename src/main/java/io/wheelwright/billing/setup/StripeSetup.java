package io.wheelwright.billing.setup;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.PublicUrl;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.setup.SetupItem.SetupKind;
import io.wheelwright.billing.setup.SetupItem.SetupState;
import io.wheelwright.billing.setup.StripeCatalog.MadeEndpoint;
import io.wheelwright.billing.stripe.EndpointFacts;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeAnswer;
import io.wheelwright.billing.stripe.StripeCheck;
import io.wheelwright.billing.stripe.WebhookResource;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks what the products need at Stripe, and makes what is missing. What is there is never changed. */
@ApplicationScoped
class StripeSetup {

    private static final String ENDPOINT = "this hub";

    private final StripeAccount account;
    private final StripeCatalog catalog;
    private final Products products;
    private final Audit audit;
    private final Caller caller;
    private final String url;

    StripeSetup(
            StripeAccount account,
            StripeCatalog catalog,
            Products products,
            Audit audit,
            Caller caller,
            PublicUrl publicUrl) {
        this.account = account;
        this.catalog = catalog;
        this.products = products;
        this.audit = audit;
        this.caller = caller;
        this.url = WebhookResource.url(publicUrl);
    }

    /** What a ware needs, and how that stands. */
    private record Need(Ware ware, List<SetupItem> items) {}

    /** Not in a transaction. */
    StripeSetupView run(StripeSetupRequest request) {
        Map<String, ProductSpec> sold = sold(request.productId());
        List<Need> needs = new ArrayList<>();
        SetupItem endpoint;
        try {
            StripeCatalog.Meters meters = catalog.meters();
            for (Map.Entry<String, ProductSpec> product : sold.entrySet()) {
                for (Ware ware : Ware.of(product.getKey(), product.getValue())) {
                    needs.add(new Need(ware, catalog.look(ware, meters).items(ware)));
                }
            }
            endpoint = endpoint(catalog.endpoints());
        } catch (StripeException e) {
            throw away(e);
        }
        if (!request.applies()) {
            return view(false, sold, needs, endpoint, null);
        }
        List<SetupItem> missing =
                items(needs, endpoint).filter(SetupItem::lacks).toList();
        if (missing.isEmpty()) {
            return view(true, sold, needs, endpoint, null);
        }
        note("makes", missing.stream().map(StripeSetup::name).toList());
        StripeSetupView made = new Making().make(sold, needs, endpoint);
        note(
                "made",
                made.items().stream()
                        .filter(item -> item.state() == SetupState.created)
                        .map(item -> name(item) + ": " + item.stripeId())
                        .toList());
        return made;
    }

    private Map<String, ProductSpec> sold(String productId) {
        Map<String, ProductSpec> sold = new TreeMap<>();
        products.activeIds().stream()
                .filter(id -> productId == null || productId.equals(id))
                .forEach(id -> products.spec(id).ifPresent(spec -> sold.put(id, spec)));
        if (productId != null && sold.isEmpty()) {
            throw Problem.invalid("product_id", "is not the name of a product that is sold");
        }
        return sold;
    }

    private SetupItem endpoint(List<EndpointFacts> all) {
        List<EndpointFacts> ours =
                all.stream().filter(one -> one.url().equals(url)).toList();
        if (ours.isEmpty()) {
            return SetupItem.missing(SetupKind.webhook_endpoint, ENDPOINT);
        }
        String id = ours.get(0).id();
        String amiss = EndpointFacts.check(ours, url, Stripe.API_VERSION).stream()
                .filter(check -> check.finding() != StripeCheck.Finding.ok)
                .map(StripeCheck::message)
                .collect(Collectors.joining(" "));
        return amiss.isEmpty()
                ? SetupItem.exists(SetupKind.webhook_endpoint, ENDPOINT, id)
                : SetupItem.byHand(SetupKind.webhook_endpoint, ENDPOINT, id, amiss);
    }

    /** Also before anything is made: a crash leaves an entry rather than an object of nobody. */
    private void note(String what, List<String> objects) {
        QuarkusTransaction.requiringNew()
                .run(() -> audit.record(
                        caller.actor(),
                        "set-up",
                        "StripeAccount",
                        account.isLive() ? "live" : "test",
                        null,
                        Map.of(what, objects)));
    }

    private static String name(SetupItem item) {
        return item.kind() + " of " + item.about();
    }

    private static Stream<SetupItem> items(List<Need> needs, SetupItem endpoint) {
        return Stream.concat(needs.stream().flatMap(need -> need.items().stream()), Stream.of(endpoint));
    }

    /** One pass; it ends with the first thing that Stripe does not make. */
    private final class Making {

        private boolean stopped;
        private String secret;

        StripeSetupView make(Map<String, ProductSpec> sold, List<Need> needs, SetupItem endpoint) {
            List<Need> made = new ArrayList<>();
            for (Need need : needs) {
                made.add(new Need(need.ware(), items(need)));
            }
            SetupItem there = made(endpoint, () -> {
                MadeEndpoint one = catalog.makeEndpoint(url);
                secret = one.secret();
                return one.id();
            });
            return view(true, sold, made, there, secret);
        }

        private List<SetupItem> items(Need need) {
            Ware ware = need.ware();
            List<SetupItem> made = new ArrayList<>();
            for (SetupItem item : need.items()) {
                made.add(made(item, () -> switch (item.kind()) {
                    case product -> catalog.makeProduct(ware);
                    case meter -> catalog.makeMeter(ware);
                    default -> catalog.makePrice(ware, id(made, SetupKind.meter));
                }));
            }
            return List.copyOf(made);
        }

        private SetupItem made(SetupItem item, Creation creation) {
            if (!item.lacks() || stopped) {
                return item;
            }
            try {
                return item.created(creation.id());
            } catch (StripeException e) {
                stopped = true;
                return item.failed(StripeAnswer.text(e));
            } catch (OneOf.KeysSpent e) {
                stopped = true;
                return item.failed(e.getMessage());
            }
        }
    }

    private interface Creation {
        String id() throws StripeException;
    }

    private static String id(List<SetupItem> items, SetupKind kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .findFirst()
                .map(SetupItem::stripeId)
                .orElse(null);
    }

    private static StripeSetupView view(
            boolean applied, Map<String, ProductSpec> sold, List<Need> needs, SetupItem endpoint, String secret) {
        List<SetupItem> items = items(needs, endpoint).toList();
        return new StripeSetupView(
                applied, items.stream().allMatch(SetupItem::stands), items, patches(sold, needs), secret);
    }

    private static List<ProductPatch> patches(Map<String, ProductSpec> sold, List<Need> needs) {
        List<ProductPatch> patches = new ArrayList<>();
        sold.forEach((productId, spec) -> {
            Map<Ware, String> prices = new LinkedHashMap<>();
            needs.stream()
                    .filter(need -> need.ware().productId().equals(productId))
                    .forEach(need -> need.items().stream()
                            .filter(item -> item.kind() == SetupKind.price && item.stands())
                            .filter(item -> !item.stripeId().equals(need.ware().priceId()))
                            .forEach(item -> prices.put(need.ware(), item.stripeId())));
            if (!prices.isEmpty()) {
                patches.add(ProductPatch.of(productId, spec, prices));
            }
        });
        return List.copyOf(patches);
    }

    private static RuntimeException away(StripeException e) {
        int status = StripeAnswer.status(e);
        boolean refused = status / 100 == 4 && status != 429;
        return Problem.of(refused ? ProblemType.CONFLICT : ProblemType.UNAVAILABLE, StripeAnswer.text(e));
    }
}
