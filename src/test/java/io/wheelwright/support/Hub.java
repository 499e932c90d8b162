package io.wheelwright.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.status.Conditions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A packaged hub under test, with the rights that ship, on the shared plane, and what a platform engineer does with it.
 * What a test awaits in vain is explained by the spoke's conditions and the end of the hub's log.
 */
public final class Hub implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path HUBS = Path.of("target", "hubs");

    /** Spokes that are being deployed are waited for: their agents report each second. */
    public static final Map<String, String> SETTINGS = Map.of("wheelwright.heartbeat.provisioning-interval", "PT1S");

    private final LabPlane plane;
    private final HubSpace space;
    private final HubProcess process;
    private final KubernetesClient cluster;
    private final Queries queries;

    private Hub(LabPlane plane, HubSpace space, HubProcess process) {
        this.plane = plane;
        this.space = space;
        this.process = process;
        this.cluster = plane.client();
        this.queries = new Queries(space.databaseUrl());
    }

    /** Starts a hub with a fleet of its own and waits until it is ready. */
    public static Hub start(String name) {
        return start(name, Map.of());
    }

    public static Hub start(String name, Map<String, String> settings) {
        LabPlane plane = LabPlane.shared();
        plane.node();
        return start(plane, name, settings);
    }

    /** Starts a hub on a plane of the test's own. */
    public static Hub start(LabPlane plane, String name, Map<String, String> settings) {
        return start(plane, plane.newHub(name), settings);
    }

    /** Starts a hub in a space that was made for it, on a plane whose node runs. */
    public static Hub start(LabPlane plane, HubSpace space, Map<String, String> settings) {
        learnOnce();
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        return ready(plane, space, HubProcess.start(space, HUBS.resolve(space.fleetNamespace()), all));
    }

    /** Has a hub, the first of a run, do what most of them do, so that those after it start in less time. */
    public static void learnOnce() {
        HubProcess.learnOnce(() -> {
            LabPlane plane = LabPlane.shared();
            plane.node();
            HubSpace space = plane.newHub("first");
            Path directory = HUBS.resolve(space.fleetNamespace());
            try (Hub hub = ready(plane, space, HubProcess.startAndLearn(space, directory, SETTINGS))) {
                hub.apply(Manifests.product("cosmetics"));
                hub.apply(Manifests.organization("acme"));
                hub.apply(Manifests.spoke("first", "acme", "cosmetics"));
                hub.awaitReady("first");
            }
        });
    }

    private static Hub ready(LabPlane plane, HubSpace space, HubProcess process) {
        try {
            return new Hub(plane, space, process.awaitReady());
        } catch (RuntimeException | Error inVain) {
            process.close();
            throw inVain;
        }
    }

    public HubSpace space() {
        return space;
    }

    public HubProcess process() {
        return process;
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return plane.cluster().kubeconfig();
    }

    /** The REST API, as the administrator. */
    public Rest rest() {
        return new Rest(space);
    }

    /** A client with every right. */
    public KubernetesClient cluster() {
        return cluster;
    }

    /** A custom resource of the hub's fleet, whether it is there or not. */
    public <T extends HasMetadata> Resource<T> resource(Class<T> kind, String name) {
        return plane.resource(space, kind, name);
    }

    /** Applies YAML to the hub's fleet, as {@code kubectl apply} does. */
    public void apply(String yaml) {
        for (HasMetadata object : cluster.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(space.fleetNamespace());
            cluster.resource(object).fieldManager("kubectl").serverSideApply();
        }
    }

    public Spoke spoke(String name) {
        return resource(Spoke.class, name).require();
    }

    /** The namespace that the hub gives to the instance of this spoke. */
    public String namespaceOf(String spoke) {
        return space.namespacePrefix() + spoke;
    }

    /** The key that the agent of the spoke has. */
    public String key(String spoke) {
        String encoded = cluster.secrets()
                .inNamespace(namespaceOf(spoke))
                .withName("wheelwright-agent")
                .require()
                .getData()
                .get("api-key");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Which hub of the fleet leads: the instance that holds the lease. */
    public String leader() {
        return cluster.leases()
                .inNamespace(space.hubNamespace())
                .withName("wheelwright-" + space.fleetNamespace())
                .require()
                .getSpec()
                .getHolderIdentity();
    }

    /** What the agent of the spoke answers at this path. */
    public JsonNode agent(String spoke, String path) {
        String address = cluster
                .pods()
                .inNamespace(namespaceOf(spoke))
                .withLabel("wheelwright.io/component", "agent")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getAnnotations().get("lab.wheelwright.io/address"))
                .findFirst()
                .orElseThrow();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> Json.read(answer.body(), JsonNode.class))
                .join();
    }

    public Optional<Condition> condition(String spoke, String type) {
        return Optional.ofNullable(spoke(spoke).getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), type));
    }

    public void awaitReady(String spoke) {
        awaitCondition(spoke, "Ready", "True", null);
    }

    /** Waits for a condition with this status and, where one is given, this reason. */
    public void awaitCondition(String spoke, String type, String status, String reason) {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> condition(spoke, type)
                    .filter(condition -> condition.getStatus().equals(status))
                    .filter(condition -> reason == null || condition.getReason().equals(reason))
                    .isPresent());
        } catch (ConditionTimeoutException inVain) {
            throw new AssertionError(
                    "Spoke %s has no condition %s=%s (%s).%nIts conditions:%n%s%nThe hub's log:%n%s"
                            .formatted(spoke, type, status, reason, conditions(spoke), process.tail(40)),
                    inVain);
        }
    }

    /** Waits until the hub's database has a row for the query; a leader writes it, who is elected after the start. */
    public void awaitRow(String query) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> !rows(query)
                .isEmpty());
    }

    /** The rows that the hub's database has for the query; each a list of its columns as text. */
    public List<List<String>> rows(String query) {
        return queries.rows(query);
    }

    @Override
    public void close() {
        try (queries) {
            process.close();
        }
    }

    private String conditions(String spoke) {
        return Optional.ofNullable(spoke(spoke).getStatus())
                .map(status -> status.conditions().stream()
                        .map(condition -> "  %s=%s %s: %s"
                                .formatted(
                                        condition.getType(),
                                        condition.getStatus(),
                                        condition.getReason(),
                                        condition.getMessage()))
                        .collect(Collectors.joining("\n")))
                .orElse("  none yet");
    }
}
