package io.wheelwright.spoke;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.UpgradePolicy;
import io.wheelwright.product.Snapshots;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/**
 * Which version of its product a spoke is on. A pin decides; without one a spoke stays on the version that it was first
 * deployed with. The status says which that is, and where the status was lost, Helm's own record of the release does.
 */
@ApplicationScoped
class RunningVersion {

    private final SpokeInformers informers;
    private final Releases releases;
    private final WheelwrightConfig config;

    RunningVersion(SpokeInformers informers, Releases releases, WheelwrightConfig config) {
        this.informers = informers;
        this.releases = releases;
        this.config = config;
    }

    /** Name of the snapshot of that version. */
    String snapshot(Spoke spoke, Findings findings, Product product) {
        String productId = product.getMetadata().getName();
        if (spoke.getSpec().version() != null) {
            return Snapshots.nameOf(productId, spoke.getSpec().version());
        }
        String newest = Snapshots.nameOf(productId, product.getSpec().version());
        if (product.getSpec().upgradePolicy() == UpgradePolicy.Automatic) {
            return newest;
        }
        return findings.release()
                .map(ReleaseStatus::snapshot)
                .or(() -> recorded(spoke).map(version -> Snapshots.nameOf(productId, version)))
                .orElse(newest);
    }

    private Optional<String> recorded(Spoke spoke) {
        SpokeNames names = SpokeNames.of(spoke, config);
        boolean claimed = informers
                .namespace(names.namespace())
                .map(namespace -> namespace.getMetadata().getAnnotations())
                .map((Map<String, String> annotations) -> annotations.get(Labels.UID))
                .filter(spoke.getMetadata().getUid()::equals)
                .isPresent();
        return claimed ? find(names) : Optional.empty();
    }

    /** Without rights in the namespace there is no release of ours in it: the rights come first. */
    private Optional<String> find(SpokeNames names) {
        try {
            return releases.find(names.release()).flatMap(ReleaseRecord::productVersion);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw refused;
            }
            return Optional.empty();
        }
    }
}
