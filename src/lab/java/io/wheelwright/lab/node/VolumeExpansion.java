package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/** Grants claims the size that they ask for after they were bound, as when a spoke moves to a larger plan. */
final class VolumeExpansion {

    private static final String STORAGE = "storage";

    private final KubernetesClient client;
    private final ClusterView view;

    VolumeExpansion(KubernetesClient client, ClusterView view) {
        this.client = client;
        this.view = view;
    }

    void grow(PodKey key) {
        view.claim(key).filter(VolumeExpansion::wantsMore).ifPresent(this::grow);
    }

    private void grow(PersistentVolumeClaim claim) {
        Optional<PersistentVolume> volume = view.volume(claim.getSpec().getVolumeName())
                .filter(found -> ClaimBinder.PROVISIONER.equals(
                        found.getMetadata().getAnnotations().get(ClaimBinder.PROVISIONED_BY)));
        if (volume.isPresent()) {
            Quantity size = requested(claim);
            client.resource(volume.get()).edit(found -> {
                found.getSpec().setCapacity(Map.of(STORAGE, size));
                return found;
            });
            report(claim, size);
        }
    }

    private void report(PersistentVolumeClaim claim, Quantity size) {
        client.persistentVolumeClaims()
                .inNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName(claim.getMetadata().getName())
                                .withNamespace(claim.getMetadata().getNamespace())
                                .withUid(claim.getMetadata().getUid())
                                .endMetadata()
                                .withNewStatus()
                                .addToCapacity(STORAGE, size)
                                .endStatus()
                                .build());
    }

    private static boolean wantsMore(PersistentVolumeClaim claim) {
        Map<String, Quantity> granted =
                claim.getStatus() == null ? null : claim.getStatus().getCapacity();
        return granted != null
                && granted.containsKey(STORAGE)
                && requested(claim)
                                .getNumericalAmount()
                                .compareTo(granted.get(STORAGE).getNumericalAmount())
                        > 0;
    }

    private static Quantity requested(PersistentVolumeClaim claim) {
        return claim.getSpec().getResources().getRequests().get(STORAGE);
    }
}
