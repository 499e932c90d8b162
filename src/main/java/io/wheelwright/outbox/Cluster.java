package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Applies to the Kubernetes API on behalf of one field manager, never over another one. */
@ApplicationScoped
class Cluster {

    /** Who waits for an answer, or holds a transaction open, waits twice as long at most, and may ask again. */
    private static final int PATIENCE_MILLIS = 3_000;

    private static final int PAUSE_MILLIS = 100;

    private final KubernetesClient client;

    Cluster(KubernetesClient client) {
        this.client = client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout(PATIENCE_MILLIS)
                        .withRequestRetryBackoffLimit(1)
                        .withRequestRetryBackoffInterval(PAUSE_MILLIS)
                        .build())
                .adapt(KubernetesClient.class);
    }

    /** Asks what an apply would come to. */
    HasMetadata dryRun(HasMetadata manifest, String fieldManager) {
        return client.resource(manifest)
                .patch(context(fieldManager).withDryRun(List.of("All")).build());
    }

    HasMetadata apply(HasMetadata manifest, String fieldManager) {
        return client.resource(manifest).patch(context(fieldManager).build());
    }

    /** Asks what a deletion would come to. */
    void dryRunDeletion(HasMetadata object) {
        client.resource(object).dryRun().delete();
    }

    /** Deletes the object if it still is the one with this UID. */
    void delete(HasMetadata object, String uid) {
        HasMetadata present = read(object);
        if (present != null && uid.equals(present.getMetadata().getUid())) {
            client.resource(present).lockResourceVersion().delete();
        }
    }

    /** What is there now, read live; null when there is nothing. */
    HasMetadata read(HasMetadata like) {
        return client.resource(like).get();
    }

    private static PatchContext.Builder context(String fieldManager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(false);
    }
}
