package io.wheelwright.lab;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The products of {@code kubernetes/samples}. A product that somebody changed since stays as it is. */
final class Samples {

    private final KubernetesClient client;

    Samples(Cluster cluster) {
        this.client = cluster.client();
    }

    void applyProducts(Path repository) {
        Path directory = repository.resolve("kubernetes/samples");
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> load(file).stream())
                    .filter(object -> object.getKind().equals("Product"))
                    .forEach(this::create);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(HasMetadata product) {
        product.getMetadata().setNamespace(HubSpace.FLEET);
        if (client.resource(product).get() == null) {
            client.resource(product).create();
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
