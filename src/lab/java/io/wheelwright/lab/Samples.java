package io.wheelwright.lab;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.api.v1alpha1.Chart;
import io.wheelwright.api.v1alpha1.ChartBuilder;
import io.wheelwright.api.v1alpha1.ChartSource;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpecBuilder;
import io.wheelwright.lab.controlplane.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The products of {@code kubernetes/samples}. A product that somebody changed since stays as it is. */
public final class Samples {

    private static final String FOLDER = "kubernetes/samples";

    private final KubernetesClient client;

    Samples(Cluster cluster) {
        this.client = cluster.client();
    }

    /**
     * The product of one sample.
     *
     * @param repository the folder of the sources
     */
    public static Product product(Path repository, String sample) {
        return read(repository.resolve(FOLDER).resolve(sample).resolve("product.yaml"));
    }

    void applyProducts(Path repository) {
        Path directory = repository.resolve(FOLDER);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> samples = Files.list(directory)) {
            samples.map(sample -> sample.resolve("product.yaml"))
                    .filter(Files::exists)
                    .sorted()
                    .map(Samples::read)
                    .forEach(this::create);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(Product product) {
        product.getMetadata().setNamespace(HubSpace.FLEET);
        if (client.resource(product).get() == null) {
            client.resource(product).create();
        }
    }

    private static Product read(Path file) {
        try (InputStream yaml = Files.newInputStream(file)) {
            Product product = Serialization.unmarshal(yaml, Product.class);
            product.setSpec(ProductSpecBuilder.builder(product.getSpec())
                    .chart(atHand(product.getSpec().chart(), file.resolveSibling("chart")))
                    .build());
            return product;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A chart that a cluster would find on the hub's disk is the folder beside its product. */
    private static Chart atHand(Chart chart, Path beside) {
        return chart.source() == ChartSource.Archive
                ? ChartBuilder.builder(chart)
                        .path(beside.toAbsolutePath().normalize().toString())
                        .build()
                : chart;
    }
}
