package io.wheelwright.provision;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Slug;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.audit.Audit;
import io.wheelwright.fleet.Orders;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Cluster;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Takes orders: each becomes a row and, by the outbox, a Spoke. */
@ApplicationScoped
class Provisioning {

    private static final String KIND = "Spoke";
    private static final int LONGEST_ID = 40;

    private final Organizations organizations;
    private final Products products;
    private final Orders orders;
    private final Cluster cluster;
    private final Outbox outbox;
    private final Audit audit;
    private final Caller caller;
    private final WheelwrightConfig config;

    Provisioning(
            Organizations organizations,
            Products products,
            Orders orders,
            Cluster cluster,
            Outbox outbox,
            Audit audit,
            Caller caller,
            WheelwrightConfig config) {
        this.organizations = organizations;
        this.products = products;
        this.orders = orders;
        this.cluster = cluster;
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
        this.config = config;
    }

    @Transactional
    Ordered order(Order order) {
        checkReferences(order);
        String spokeId = freeName(order.orgId() + "-" + order.productId());
        String region = Objects.requireNonNullElse(order.region(), "default");
        String hostname = spokeId + "." + config.domain();
        Spoke resource = resource(spokeId, order);
        cluster.check(resource, Outbox.FIELD_MANAGER, Provisioning::wireName);
        orders.record(spokeId, order.orgId(), order.productId(), order.plan(), region, hostname);
        audit.record(caller.actor(), "create", KIND, spokeId, null, order);
        outbox.create(resource);
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

    private String freeName(String wanted) {
        String name = Slug.of(wanted, LONGEST_ID);
        return orders.taken(name) ? Slug.unique(wanted, LONGEST_ID) : name;
    }

    private Spoke resource(String spokeId, Order order) {
        Spoke resource = new Spoke();
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(config.namespace())
                .withName(spokeId)
                .build());
        resource.setSpec(new SpokeSpec(
                order.orgId(),
                order.productId(),
                order.plan(),
                order.region(),
                null,
                order.adminEmail(),
                null,
                false,
                null,
                null,
                null,
                null));
        return resource;
    }

    private static String wireName(String field) {
        Map<String, String> names = Map.of("spec.organizationRef", "org_id", "spec.productRef", "product_id");
        return names.getOrDefault(
                field,
                field.replaceFirst("^spec\\.", "").replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
}
