package io.wheelwright.provision;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Slug;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.fleet.Orders;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Takes orders: each becomes a row and, by the outbox, a Spoke. */
@ApplicationScoped
public class Provisioning {

    private static final String KIND = "Spoke";
    private static final int LONGEST_ID = 40;

    private final Organizations organizations;
    private final Products products;
    private final Orders orders;
    private final Proposals proposals;
    private final WheelwrightConfig config;

    Provisioning(
            Organizations organizations,
            Products products,
            Orders orders,
            Proposals proposals,
            WheelwrightConfig config) {
        this.organizations = organizations;
        this.products = products;
        this.orders = orders;
        this.proposals = proposals;
        this.config = config;
    }

    /** Ends the request if the order cannot be served. */
    void check(Order order) {
        checkReferences(order);
        proposals.check(proposal(Slug.unique(wishedName(order), LONGEST_ID), order));
    }

    /** Takes the order, in one transaction: its row, the audit and what the outbox is to make of it. */
    @Transactional
    public Ordered order(Order order) {
        checkReferences(order);
        String spokeId = freeName(wishedName(order));
        String region = Objects.requireNonNullElse(order.region(), "default");
        String hostname = spokeId + "." + config.domain();
        orders.record(spokeId, order.orgId(), order.productId(), order.plan(), region, hostname);
        proposals.create(proposal(spokeId, order), order);
        return new Ordered(spokeId, "provisioning", hostname);
    }

    private void checkReferences(Order order) {
        if (!organizations.exists(order.orgId())) {
            throw Problem.notFound("organization", order.orgId());
        }
        ProductSpec product =
                products.spec(order.productId()).orElseThrow(() -> Problem.notFound("product", order.productId()));
        if (!product.active()) {
            throw Problem.of(ProblemType.CONFLICT, "The product " + order.productId() + " is not sold at the moment.");
        }
        if (product.plans().stream().noneMatch(plan -> plan.id().equals(order.plan()))) {
            String plans = product.plans().stream().map(PlanSpec::id).collect(Collectors.joining(", "));
            throw Problem.invalid("plan", "must be one of " + plans);
        }
    }

    private static String wishedName(Order order) {
        return order.orgId() + "-" + order.productId();
    }

    /** The wished name, for the first of those who want it at the same time. */
    private String freeName(String wished) {
        String name = Slug.of(wished, LONGEST_ID);
        Turn.take(KIND, name);
        return orders.taken(name) ? Slug.unique(wished, LONGEST_ID) : name;
    }

    private Proposal proposal(String spokeId, Order order) {
        Map<String, String> spec = new HashMap<>();
        spec.put("organizationRef", order.orgId());
        spec.put("productRef", order.productId());
        spec.put("plan", order.plan());
        spec.put("region", order.region());
        spec.put("adminEmail", order.adminEmail());
        spec.values().removeIf(Objects::isNull);
        return Proposal.of(
                Proposal.HUB,
                KIND,
                new ObjectMetaBuilder()
                        .withNamespace(config.namespace())
                        .withName(spokeId)
                        .build(),
                spec,
                Provisioning::wireName);
    }

    private static String wireName(String field) {
        Map<String, String> names = Map.of("spec.organizationRef", "org_id", "spec.productRef", "product_id");
        return names.getOrDefault(
                field,
                field.replaceFirst("^spec\\.", "").replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
}
