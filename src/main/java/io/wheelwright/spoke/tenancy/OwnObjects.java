package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Applies what is ours alone, so that an edit of somebody else is overruled. */
@ApplicationScoped
class OwnObjects {

    private static final PatchContext WHOLE_INTENT = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Tenancy.FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;

    OwnObjects(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Applies the object. With a UID it changes that very object: a late write makes nothing anew that was deleted, and
     * touches nothing that has taken its place.
     *
     * @param uid of the object that was found; empty for a creation
     * @return false when the object that was found is not there any more
     */
    boolean apply(HasMetadata desired, Optional<String> uid) {
        desired.getMetadata().setUid(uid.orElse(null));
        try {
            client.resource(desired).patch(WHOLE_INTENT);
            return true;
        } catch (KubernetesClientException refused) {
            if (uid.isPresent() && isGone(refused)) {
                return false;
            }
            throw refused;
        }
    }

    /** Nothing of that name is there: a conflict. Another object is there: its UID cannot be changed. */
    private static boolean isGone(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                || (refused.getStatus() != null
                        && refused.getStatus().getDetails() != null
                        && refused.getStatus().getDetails().getCauses().stream()
                                .anyMatch(cause -> "metadata.uid".equals(cause.getField())));
    }
}
