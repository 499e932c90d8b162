package io.wheelwright.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.status.Conditions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Organizations that buy at Stripe, each with an instance if wanted, and what of their billing is to be seen: in the
 * cluster, and in the agents.
 */
final class BilledCustomers implements AutoCloseable {

    private static final String PRODUCT = "bench";

    /** Where the lab's node says that a pod listens. */
    private static final String ADDRESS = "lab.wheelwright.io/address";

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final SharedIndexInformer<Organization> organizations;
    private final SharedIndexInformer<Spoke> spokes;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<Pod> agents;

    BilledCustomers(KubernetesClient client, String namespace, Payers payers) {
        this.client = client;
        this.namespace = namespace;
        apply(Manifests.selling(
                PRODUCT, plan(payers, Payers.STARTER, 10, 2900), plan(payers, Payers.GROWTH, 50, 9900)));
        organizations =
                client.resources(Organization.class).inNamespace(namespace).inform();
        spokes = client.resources(Spoke.class).inNamespace(namespace).inform();
        deployments = client.apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(Labels.MANAGED_BY, "Helm")
                .inform();
        statefulSets = client.apps()
                .statefulSets()
                .inAnyNamespace()
                .withLabel(Labels.MANAGED_BY, "Helm")
                .inform();
        agents = client.pods()
                .inAnyNamespace()
                .withLabel(Labels.COMPONENT, Labels.AGENT)
                .inform();
    }

    /** The plans differ in what the license says, so that a change of the one to the other deploys hardly anything. */
    private static String plan(Payers payers, String id, int maxProducts, int cents) {
        return Manifests.plan(
                id,
                maxProducts,
                4,
                "stripePriceId: " + payers.price(id),
                "price: {amount: %d, currency: USD}".formatted(cents));
    }

    void declare(String organization) {
        apply(Manifests.organization(organization));
    }

    /** Has an instance of the organization made. */
    void deploy(String organization) {
        apply(Manifests.spoke(organization, organization, PRODUCT));
    }

    /** Whether the biller's facts in its resource say that. */
    boolean isBilled(String organization, String plan, BillingState state) {
        return Optional.ofNullable(of(organizations, organization))
                .map(Organization::getSpec)
                .flatMap(spec -> Optional.ofNullable(spec.billing()))
                .filter(facts -> says(facts, plan, state))
                .isPresent();
    }

    /** Whether its instance is Ready, and of that plan. */
    boolean isReady(String organization, String plan) {
        return Optional.ofNullable(of(spokes, organization))
                .flatMap(spoke -> Optional.ofNullable(spoke.getStatus()))
                .filter(status -> plan.equals(status.plan()))
                .flatMap(status -> Conditions.find(status.conditions(), "Ready"))
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent();
    }

    /** Whether nothing of its instance runs but the agent. */
    boolean rests(String organization) {
        List<Workload> all = workloads(organization);
        return !all.isEmpty() && all.stream().allMatch(Workload::rests);
    }

    /** Whether all of its instance is ready. */
    boolean runs(String organization) {
        List<Workload> all = workloads(organization);
        return !all.isEmpty() && all.stream().allMatch(Workload::runs);
    }

    /** Whether its agent holds such a license. */
    boolean isLicensed(String organization, String plan, String access) {
        return access(organization)
                .filter(report -> plan.equals(report.path("plan").asText())
                        && access.equals(report.path("access").asText()))
                .isPresent();
    }

    private record Workload(Integer wanted, Integer present, Integer ready) {

        boolean rests() {
            return count(wanted) == 0 && count(present) == 0;
        }

        boolean runs() {
            return count(wanted) > 0 && Objects.equals(wanted, ready);
        }

        private static int count(Integer replicas) {
            return replicas == null ? 0 : replicas;
        }
    }

    /** Those beside the agent, which goes on while the others rest. */
    private List<Workload> workloads(String organization) {
        String home = home(organization).orElse("");
        return Stream.concat(
                        in(home, deployments)
                                .filter(one -> !isAgent(one.getSpec().getTemplate()))
                                .map(one -> new Workload(
                                        one.getSpec().getReplicas(),
                                        one.getStatus().getReplicas(),
                                        one.getStatus().getReadyReplicas())),
                        in(home, statefulSets)
                                .map(one -> new Workload(
                                        one.getSpec().getReplicas(),
                                        one.getStatus().getReplicas(),
                                        one.getStatus().getReadyReplicas())))
                .toList();
    }

    private static boolean isAgent(PodTemplateSpec template) {
        return Labels.AGENT.equals(template.getMetadata().getLabels().get(Labels.COMPONENT));
    }

    private Optional<JsonNode> access(String organization) {
        return home(organization).stream()
                .flatMap(home -> in(home, agents))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .flatMap(pod ->
                        Optional.ofNullable(pod.getMetadata().getAnnotations().get(ADDRESS)).stream())
                .findFirst()
                .flatMap(this::ask);
    }

    private Optional<JsonNode> ask(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/access"))
                    .timeout(ANSWER)
                    .build();
            return Optional.of(
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<String> home(String organization) {
        return Optional.ofNullable(of(spokes, organization))
                .flatMap(spoke -> Optional.ofNullable(spoke.getStatus()))
                .flatMap(status -> Optional.ofNullable(status.namespace()));
    }

    private static boolean says(BillingFacts facts, String plan, BillingState state) {
        return plan.equals(facts.plan()) && facts.state() == state;
    }

    private <T extends HasMetadata> T of(SharedIndexInformer<T> watch, String name) {
        return watch.getIndexer().getByKey(namespace + "/" + name);
    }

    private static <T extends HasMetadata> Stream<T> in(String namespace, SharedIndexInformer<T> watch) {
        return watch.getIndexer().list().stream()
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()));
    }

    private void apply(String yaml) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            client.resource(object).create();
        }
    }

    @Override
    public void close() {
        Stream.of(organizations, spokes, deployments, statefulSets, agents).forEach(SharedIndexInformer::close);
    }
}
