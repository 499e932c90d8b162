package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.WithoutManagedFields;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator watches on behalf of spokes, and the copies it reads: a visit of a finished phase costs no call.
 * Guard rails carry our labels; what a chart made carries Helm's.
 */
@ApplicationScoped
public class SpokeInformers {

    private static final String BY_ORGANIZATION = "organization";
    private static final String BY_PRODUCT = "product";

    private final WheelwrightConfig config;
    private final Map<Class<?>, InformerEventSource<?, Spoke>> sources = new HashMap<>();

    SpokeInformers(WheelwrightConfig config) {
        this.config = config;
    }

    List<EventSource<?, Spoke>> eventSources(EventSourceContext<Spoke> context) {
        var spokes = context.getPrimaryCache();
        spokes.addIndexer(BY_ORGANIZATION, spoke -> referred(spoke, SpokeSpec::organizationRef));
        spokes.addIndexer(BY_PRODUCT, spoke -> referred(spoke, SpokeSpec::productRef));
        watch(
                context,
                InformerEventSourceConfiguration.from(Organization.class, Spoke.class)
                        .withNamespaces(Set.of(config.namespace()))
                        .withSecondaryToPrimaryMapper(organization -> idsOf(spokes.byIndex(
                                BY_ORGANIZATION, organization.getMetadata().getName())))
                        .build());
        watch(
                context,
                InformerEventSourceConfiguration.from(Product.class, Spoke.class)
                        .withNamespaces(Set.of(config.namespace()))
                        .withSecondaryToPrimaryMapper(product -> idsOf(
                                spokes.byIndex(BY_PRODUCT, product.getMetadata().getName())))
                        .build());
        watch(
                context,
                InformerEventSourceConfiguration.from(ControllerRevision.class, Spoke.class)
                        .withNamespaces(Set.of(config.namespace()))
                        .withLabelSelector(Labels.PRODUCT)
                        .withSecondaryToPrimaryMapper(snapshot -> idsOf(spokes.byIndex(
                                BY_PRODUCT, snapshot.getMetadata().getLabels().get(Labels.PRODUCT))))
                        .build());
        watchOurs(context, Namespace.class);
        watch(
                context,
                ours(ResourceQuota.class)
                        .withOnUpdateFilter(SpokeInformers::moreThanUsageChanged)
                        .build());
        watchOurs(context, RoleBinding.class);
        watchOurs(context, LimitRange.class);
        watchOurs(context, NetworkPolicy.class);
        watchReleased(context, Deployment.class);
        watchReleased(context, StatefulSet.class);
        watchReleased(context, DaemonSet.class);
        return new ArrayList<>(sources.values());
    }

    Optional<Organization> organization(String name) {
        return source(Organization.class).get(new ResourceID(name, config.namespace()));
    }

    Optional<Product> product(String name) {
        return source(Product.class).get(new ResourceID(name, config.namespace()));
    }

    Optional<ControllerRevision> snapshot(String name) {
        return source(ControllerRevision.class).get(new ResourceID(name, config.namespace()));
    }

    /** The cached namespace of a spoke. */
    public Optional<Namespace> namespace(String name) {
        return source(Namespace.class).get(new ResourceID(name));
    }

    /** The cached namespaces of all spokes of this fleet. */
    public Stream<Namespace> namespaces() {
        return source(Namespace.class).list(any -> true);
    }

    /** The cached copy of a guard rail that carries our labels. */
    public Optional<? extends HasMetadata> guardRail(HasMetadata desired) {
        return source(desired.getClass())
                .get(new ResourceID(
                        desired.getMetadata().getName(), desired.getMetadata().getNamespace()));
    }

    /** Workloads that a chart made in the namespace. */
    public Stream<HasMetadata> workloads(String namespace) {
        return Stream.of(Deployment.class, StatefulSet.class, DaemonSet.class)
                .flatMap(kind -> source(kind).list(namespace, any -> true));
    }

    private <R extends HasMetadata> void watchOurs(EventSourceContext<Spoke> context, Class<R> kind) {
        watch(context, ours(kind).build());
    }

    private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> ours(Class<R> kind) {
        return InformerEventSourceConfiguration.from(kind, Spoke.class)
                .withWatchAllNamespaces()
                .withItemStore(new WithoutManagedFields<>())
                .withLabelSelector(
                        Labels.MANAGED_BY + "=" + Labels.WHEELWRIGHT + "," + Labels.FLEET + "=" + config.namespace())
                .withSecondaryToPrimaryMapper(
                        object -> spokeNamed(object.getMetadata().getLabels().get(Labels.SPOKE)));
    }

    private <R extends HasMetadata> void watchReleased(EventSourceContext<Spoke> context, Class<R> kind) {
        watch(
                context,
                InformerEventSourceConfiguration.from(kind, Spoke.class)
                        .withWatchAllNamespaces()
                        .withLabelSelector(Labels.MANAGED_BY + "=Helm")
                        .withItemStore(new SpokeNamespacesOnly<>(config.namespacePrefix()))
                        .withSecondaryToPrimaryMapper(object -> namespace(
                                        object.getMetadata().getNamespace())
                                .map(namespace -> spokeNamed(
                                        namespace.getMetadata().getLabels().get(Labels.SPOKE)))
                                .orElse(Set.of()))
                        .build());
    }

    private <R extends HasMetadata> void watch(
            EventSourceContext<Spoke> context, InformerEventSourceConfiguration<R> configuration) {
        sources.put(
                configuration.getInformerConfig().getResourceClass(),
                new InformerEventSource<>(configuration, context));
    }

    @SuppressWarnings("unchecked")
    private <R extends HasMetadata> InformerEventSource<R, Spoke> source(Class<R> kind) {
        return (InformerEventSource<R, Spoke>) sources.get(kind);
    }

    /** A Spoke may be stored that nobody can read: it refers to nothing. */
    private static List<String> referred(Spoke spoke, Function<SpokeSpec, String> reference) {
        return Optional.ofNullable(spoke.getSpec()).map(reference).stream().toList();
    }

    private Set<ResourceID> spokeNamed(String name) {
        return Set.of(new ResourceID(name, config.namespace()));
    }

    private static Set<ResourceID> idsOf(List<Spoke> spokes) {
        return spokes.stream().map(ResourceID::fromResource).collect(Collectors.toUnmodifiableSet());
    }

    /** A quota's usage changes with every pod; only its bounds, and that they are in force, concern us. */
    private static boolean moreThanUsageChanged(ResourceQuota now, ResourceQuota before) {
        return !Objects.equals(now.getSpec(), before.getSpec())
                || !Objects.equals(
                        now.getMetadata().getLabels(), before.getMetadata().getLabels())
                || !Objects.equals(hardStatus(now), hardStatus(before));
    }

    private static Object hardStatus(ResourceQuota quota) {
        return quota.getStatus() == null ? null : quota.getStatus().getHard();
    }
}
