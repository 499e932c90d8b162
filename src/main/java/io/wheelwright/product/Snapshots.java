package io.wheelwright.product;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.Digest;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Immutable records of what each published version of a product contained, kept beside the Product as StatefulSets keep
 * theirs. A spoke renders from the snapshot of the version that it is on, whatever the Product says today.
 */
@ApplicationScoped
public class Snapshots {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int DIGEST_LENGTH = 16;

    private final KubernetesClient client;
    private final KubernetesSerialization serialization;

    Snapshots(KubernetesClient client) {
        this.client = client;
        this.serialization = client.getKubernetesSerialization();
    }

    /**
     * The name of the snapshot of a version: {@code shop-1.2.3}. A version that Kubernetes would not take as part of a
     * name, such as {@code 1.2.3+RC.1}, gets a readable likeness and a digest of itself instead:
     * {@code shop-x1.2.3-rc.1-6b1f0c9d2a3e4f5a}. The x keeps the two kinds apart: no version begins with a letter.
     */
    public static String nameOf(String product, String version) {
        return product + "-" + (NAME.matcher(version).matches() ? version : "x" + likeness(version));
    }

    static String nameOf(Product product) {
        return nameOf(product.getMetadata().getName(), product.getSpec().version());
    }

    private static String likeness(String version) {
        String readable = version.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("-?\\.[-.]*", ".")
                .replaceAll("[-.]+$", "");
        return readable + "-" + Digest.sha256(version).substring(0, DIGEST_LENGTH);
    }

    /** What the version contained. */
    public ProductSpec read(ControllerRevision snapshot) {
        return serialization.convertValue(snapshot.getData(), ProductSpec.class);
    }

    /** Records the version as it is now, or returns the record that is there. */
    ControllerRevision record(Product product) {
        ControllerRevision snapshot = new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(nameOf(product))
                .withNamespace(product.getMetadata().getNamespace())
                .addToLabels(Labels.MANAGED_BY, Labels.WHEELWRIGHT)
                .addToLabels(Labels.PRODUCT, product.getMetadata().getName())
                .endMetadata()
                .withRevision(product.getMetadata().getGeneration())
                .withData(product.getSpec())
                .build();
        try {
            return client.resource(snapshot).create();
        } catch (KubernetesClientException exists) {
            if (exists.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw exists;
            }
            return client.apps()
                    .controllerRevisions()
                    .inNamespace(product.getMetadata().getNamespace())
                    .withName(snapshot.getMetadata().getName())
                    .require();
        }
    }

    /** Whether the snapshot says what the Product says, all but what may change within a version: whether it is sold. */
    boolean sameContent(ControllerRevision snapshot, Product product) {
        return Objects.equals(read(snapshot).withActive(true), product.getSpec().withActive(true));
    }
}
