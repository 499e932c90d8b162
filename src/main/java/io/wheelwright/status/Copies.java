package io.wheelwright.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What may be done by the word of a copy, which may be older than what is there. */
public final class Copies {

    private Copies() {}

    /**
     * Whether the object that the copy shows in deletion is still there, read live. A hub that starts may be given an old
     * list, in which one is being deleted that has since been made anew: nothing must befall the new one.
     */
    public static boolean isStillBeingDeleted(HasMetadata copy, KubernetesClient client) {
        HasMetadata live = client.resource(copy).get();
        return live != null
                && live.getMetadata().getUid().equals(copy.getMetadata().getUid())
                && live.getMetadata().getDeletionTimestamp() != null;
    }

    /** Deletes the object only as it was read; what was written to it since has to be looked at first. */
    public static void deleteAsRead(HasMetadata read, KubernetesClient client) {
        try {
            client.resource(read).lockResourceVersion().delete();
        } catch (KubernetesClientException changed) {
            if (changed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw changed;
            }
        }
    }
}
