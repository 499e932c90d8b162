package io.wheelwright.lab;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.process.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a platform engineer installs before the hub: CRDs, admission policies, namespaces, accounts and their rights. */
final class Installation {

    private static final List<String> NAMESPACES =
            List.of("wheelwright-system", "wheelwright-fleet", "wheelwright-deployers");

    /** The lab runs the hub itself, as a process. */
    private static final Set<String> NOT_HERE =
            Set.of("Kustomization", "Deployment", "Service", "Secret", "PodDisruptionBudget", "NetworkPolicy");

    private final Cluster cluster;
    private final KubernetesClient client;

    Installation(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    void apply(Path repository) {
        NAMESPACES.forEach(name -> apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build()));
        List<HasMetadata> objects = new ArrayList<>(read(repository.resolve("crds")));
        objects.addAll(read(repository.resolve("kubernetes/install")));
        objects.stream().sorted(Comparator.comparing(Installation::order)).forEach(this::apply);
        objects.stream()
                .filter(CustomResourceDefinition.class::isInstance)
                .map(CustomResourceDefinition.class::cast)
                .forEach(this::awaitEstablished);
        if (objects.stream().anyMatch(ValidatingAdmissionPolicy.class::isInstance)) {
            awaitPoliciesInForce();
        }
    }

    private static int order(HasMetadata object) {
        return switch (object.getKind()) {
            case "Namespace" -> 0;
            case "CustomResourceDefinition" -> 1;
            case "ServiceAccount", "ClusterRole", "Role" -> 2;
            default -> 3;
        };
    }

    private void apply(HasMetadata object) {
        resource(object).fieldManager("wheelwright-lab").forceConflicts().serverSideApply();
    }

    private Resource<HasMetadata> resource(HasMetadata object) {
        return client.resource(object);
    }

    private void awaitEstablished(CustomResourceDefinition crd) {
        client.resource(crd)
                .waitUntilCondition(
                        found -> found != null
                                && found.getStatus() != null
                                && found.getStatus().getConditions().stream()
                                        .anyMatch(c -> c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    /** The API server takes policies up a moment after it has stored them, all at once; what they forbid tells when. */
    private void awaitPoliciesInForce() {
        HasMetadata forbidden = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("forbidden")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build();
        try (KubernetesClient hub = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfigFor("wheelwright-system", "wheelwright")
                        .toFile()))
                .build()) {
            if (!Await.until(Duration.ofSeconds(30), () -> isRefused(hub, forbidden))) {
                throw new IllegalStateException("the admission policies are not in force after 30 s");
            }
        }
    }

    private static boolean isRefused(KubernetesClient hub, HasMetadata forbidden) {
        try {
            hub.resource(forbidden).dryRun().create();
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getMessage().contains("wheelwright.io");
        }
    }

    private List<HasMetadata> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> load(file).stream())
                    .filter(object -> !NOT_HERE.contains(object.getKind()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<HasMetadata> load(Path file) {
        try (InputStream yaml = Files.newInputStream(file)) {
            return client.load(yaml).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
