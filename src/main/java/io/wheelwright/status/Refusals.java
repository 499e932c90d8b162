package io.wheelwright.status;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;

/** What the API server, or a policy of the cluster, will refuse again until somebody changes something. */
public final class Refusals {

    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> CODES =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE);

    private Refusals() {}

    /** The words of the API server, where a refusal by it is behind the failure. */
    public static Optional<String> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException said && CODES.contains(said.getCode())) {
                return Optional.ofNullable(said.getStatus())
                        .map(Status::getMessage)
                        .or(() -> Optional.ofNullable(said.getMessage()));
            }
        }
        return Optional.empty();
    }
}
