package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The volume provisioner: makes a directory and a PersistentVolume meant for one claim, and takes both away when the
 * claim is gone. The binding itself is done by kube-controller-manager.
 */
final class ClaimBinder {

    private static final Logger LOG = Logger.getLogger(ClaimBinder.class);
    private static final String CLASS = "standard";
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    static final String PROVISIONER = "lab.wheelwright.io/local-node";
    static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    private static final String IMMEDIATE = "Immediate";

    private final KubernetesClient client;
    private final ClusterView view;
    private final NodeFiles files;

    ClaimBinder(KubernetesClient client, ClusterView view, NodeFiles files) {
        this.client = client;
        this.view = view;
        this.files = files;
    }

    /** Makes the default storage class; volumes of it are made when a pod needs them, as usual with local storage. */
    void offerStorage() {
        StorageClass standard = new StorageClassBuilder()
                .withNewMetadata()
                .withName(CLASS)
                .addToAnnotations(DEFAULT_CLASS, "true")
                .endMetadata()
                .withProvisioner(PROVISIONER)
                .withReclaimPolicy("Delete")
                .withVolumeBindingMode("WaitForFirstConsumer")
                .withAllowVolumeExpansion(true)
                .build();
        createOnce(() -> client.resource(standard).create());
    }

    /** Serves a claim of a class that binds at once. */
    void provisionAtOnce(PodKey key) {
        view.claim(key)
                .filter(claim -> view.isOurs(key.namespace()))
                .filter(claim -> storageClass(claim)
                        .map(StorageClass::getVolumeBindingMode)
                        .filter(IMMEDIATE::equals)
                        .isPresent())
                .ifPresent(this::provision);
    }

    boolean canProvision(PersistentVolumeClaim claim) {
        return storageClass(claim).isPresent();
    }

    /** Makes a volume for a claim that has none. */
    void provision(PersistentVolumeClaim claim) {
        String name = "pvc-" + claim.getMetadata().getUid();
        boolean open =
                claim.getSpec().getVolumeName() == null && claim.getMetadata().getDeletionTimestamp() == null;
        if (open && view.volume(name).isEmpty()) {
            storageClass(claim)
                    .map(storage -> volume(name, claim, storage.getReclaimPolicy()))
                    .ifPresent(
                            volume -> createOnce(() -> client.resource(volume).create()));
        }
    }

    /** Removes a volume, and what is in it, when its claim is gone and its policy says so. */
    void reclaim(String name) {
        view.volume(name)
                .filter(volume -> PROVISIONER.equals(annotation(volume)))
                .filter(volume -> "Released".equals(volume.getStatus().getPhase()))
                .filter(volume -> "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy()))
                .filter(volume -> volume.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(this::remove);
    }

    private void remove(PersistentVolume volume) {
        try {
            Trees.delete(directory(volume));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot remove the data of " + volume.getMetadata().getName(), e);
        }
        LOG.debugf("volume %s is removed", volume.getMetadata().getName());
        client.resource(volume).delete();
    }

    /** By the claim and not by the path in the object: nobody can make the node remove another directory. */
    private Path directory(PersistentVolume volume) {
        ObjectMeta claim = new ObjectMeta();
        claim.setNamespace(volume.getSpec().getClaimRef().getNamespace());
        claim.setName(volume.getSpec().getClaimRef().getName());
        claim.setUid(volume.getSpec().getClaimRef().getUid());
        return files.claim(claim);
    }

    private PersistentVolume volume(String name, PersistentVolumeClaim claim, String reclaimPolicy) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(PROVISIONED_BY, PROVISIONER)
                .endMetadata()
                .withNewSpec()
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withAccessModes(claim.getSpec().getAccessModes())
                .withVolumeMode(claim.getSpec().getVolumeMode())
                .withPersistentVolumeReclaimPolicy(reclaimPolicy)
                .withStorageClassName(claim.getSpec().getStorageClassName())
                .withNewHostPath(files.claim(claim.getMetadata()).toString(), "DirectoryOrCreate")
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .endSpec()
                .build();
    }

    private Optional<StorageClass> storageClass(PersistentVolumeClaim claim) {
        return view.storageClass(claim.getSpec().getStorageClassName())
                .filter(storage -> PROVISIONER.equals(storage.getProvisioner()));
    }

    private static String annotation(PersistentVolume volume) {
        Map<String, String> annotations = volume.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(PROVISIONED_BY);
    }

    private static void createOnce(Runnable creation) {
        try {
            creation.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
        }
    }
}
