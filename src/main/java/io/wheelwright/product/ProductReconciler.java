package io.wheelwright.product;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.WithoutManagedFields;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.PlanStatus;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductStatus;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.status.Conditions;
import io.wheelwright.status.StatusWrite;
import io.wheelwright.status.Unreadable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes the hub know each Product, records each version of it as a snapshot, refuses other content under a version that
 * was published, and shows what its plans resolve to and how many spokes it has.
 */
@ControllerConfiguration(
        name = "product",
        fieldManager = "wheelwright-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1_000, intervalMultiplier = 2, maxInterval = 30_000)
class ProductReconciler implements Reconciler<Product> {

    private static final ProductStatus NEVER_SEEN = new ProductStatus(null, null, null, null);

    private final PublishedProducts published;
    private final EndedProducts ended;
    private final Snapshots snapshots;
    private final Pace pace;
    private final Conditions conditions;
    private final WheelwrightConfig config;
    private InformerEventSource<Spoke, Product> spokes;
    private InformerEventSource<ControllerRevision, Product> revisions;

    ProductReconciler(
            PublishedProducts published,
            EndedProducts ended,
            Snapshots snapshots,
            Pace pace,
            Clock clock,
            WheelwrightConfig config) {
        this.published = published;
        this.ended = ended;
        this.snapshots = snapshots;
        this.pace = pace;
        this.conditions = new Conditions(clock);
        this.config = config;
    }

    /** A Spoke concerns its Product when it comes and when it goes; a snapshot that somebody removes comes back. */
    @Override
    public List<EventSource<?, Product>> prepareEventSources(EventSourceContext<Product> context) {
        ended.watch(context.getPrimaryCache());
        spokes = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Spoke.class, Product.class)
                        .withItemStore(new WithoutManagedFields<>())
                        .withNamespaces(Set.of(config.namespace()))
                        .withOnUpdateFilter((now, before) -> false)
                        .withSecondaryToPrimaryMapper(spoke -> productOf(spoke)
                                .map(name -> Set.of(new ResourceID(name, config.namespace())))
                                .orElse(Set.of()))
                        .build(),
                context);
        revisions = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(ControllerRevision.class, Product.class)
                        .withNamespaces(Set.of(config.namespace()))
                        .withLabelSelector(Labels.PRODUCT)
                        .withSecondaryToPrimaryMapper(snapshot -> Set.of(new ResourceID(
                                snapshot.getMetadata().getLabels().get(Labels.PRODUCT), config.namespace())))
                        .build(),
                context);
        return List.of(spokes, revisions);
    }

    @Override
    public UpdateControl<Product> reconcile(Product product, Context<Product> context) {
        ProductStatus before = product.getStatus() == null ? NEVER_SEEN : product.getStatus();
        ProductStatus after = Unreadable.in(product)
                .map(why -> unreadable(product, before, why))
                .orElseGet(() -> readable(product, before));
        if (Objects.equals(before, after)) {
            return UpdateControl.noUpdate();
        }
        Optional<Duration> wait = onlyCounts(before, after) ? pace.wait(product) : Optional.empty();
        if (wait.isPresent()) {
            return UpdateControl.<Product>noUpdate().rescheduleAfter(wait.get());
        }
        pace.written(product);
        return StatusWrite.of(only(product, after));
    }

    private ProductStatus readable(Product product, ProductStatus before) {
        List<PlanStatus> plans = published.know(product);
        ControllerRevision snapshot = revisions
                .get(new ResourceID(Snapshots.nameOf(product), config.namespace()))
                .orElseGet(() -> snapshots.record(product));
        Condition ready = snapshots.sameContent(snapshot, product)
                ? Conditions.holds(ConditionTypes.READY, Reasons.READY, "The version is published.")
                : Conditions.fails(
                        ConditionTypes.READY,
                        "VersionContentChanged",
                        "Version %s was published with other content, which spokes go on using; give the new content a new spec.version."
                                .formatted(product.getSpec().version()));
        return status(product, before, ready, plans);
    }

    private ProductStatus unreadable(Product product, ProductStatus before, String why) {
        Condition ready = Conditions.fails(ConditionTypes.READY, Reasons.UNREADABLE, why);
        return status(product, before, ready, before.plans());
    }

    private ProductStatus status(Product product, ProductStatus before, Condition ready, List<PlanStatus> plans) {
        long generation = product.getMetadata().getGeneration();
        return new ProductStatus(
                generation, conditions.merge(before.conditions(), List.of(ready), generation), plans, count(product));
    }

    private int count(Product product) {
        Optional<String> name = Optional.of(product.getMetadata().getName());
        return (int) spokes.list(config.namespace(), spoke -> productOf(spoke).equals(name))
                .count();
    }

    private static Optional<String> productOf(Spoke spoke) {
        return Optional.ofNullable(spoke.getSpec()).map(spec -> spec.productRef());
    }

    private static boolean onlyCounts(ProductStatus before, ProductStatus after) {
        return Objects.equals(
                before,
                new ProductStatus(after.observedGeneration(), after.conditions(), after.plans(), before.spokes()));
    }

    private static Product only(Product product, ProductStatus status) {
        Product patch = new Product();
        patch.getMetadata().setName(product.getMetadata().getName());
        patch.getMetadata().setNamespace(product.getMetadata().getNamespace());
        patch.getMetadata().setUid(product.getMetadata().getUid());
        patch.setStatus(status);
        return patch;
    }
}
