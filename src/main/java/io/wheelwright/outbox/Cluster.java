package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.problem.FieldError;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.UnaryOperator;

/** Applies to the Kubernetes API on behalf of one field manager, never over another one. */
@ApplicationScoped
public class Cluster {

    private final KubernetesClient client;

    Cluster(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Ends the request if the API server would not take the apply.
     *
     * @param wireName turns a field of the resource into that of the request
     */
    public void check(HasMetadata manifest, String fieldManager, UnaryOperator<String> wireName) {
        try {
            client.resource(manifest)
                    .patch(context(fieldManager).withDryRun(List.of("All")).build());
        } catch (KubernetesClientException e) {
            throw problem(Refusal.of(e), wireName);
        }
    }

    HasMetadata apply(HasMetadata manifest, String fieldManager) {
        return client.resource(manifest).patch(context(fieldManager).build());
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

    private static HttpProblem problem(Refusal refusal, UnaryOperator<String> wireName) {
        return switch (refusal.kind()) {
            case INVALID -> Problem.invalid(errors(refusal, wireName));
            case OWNED ->
                Problem.of(
                        ProblemType.OWNED_BY_ANOTHER,
                        "This is kept by " + refusal.owners() + ": change it there, or take it out of there first.");
            case GONE -> Problem.of(ProblemType.CONFLICT, "The resource was deleted in the meantime.");
            case LATER ->
                Problem.of(ProblemType.UNAVAILABLE, "The Kubernetes API cannot be reached at the moment: try again.");
        };
    }

    private static List<FieldError> errors(Refusal refusal, UnaryOperator<String> wireName) {
        if (refusal.causes().isEmpty()) {
            return List.of(new FieldError("body", refusal.message()));
        }
        return refusal.causes().stream()
                .map(cause -> new FieldError(wireName.apply(field(cause)), cause.getMessage()))
                .distinct()
                .toList();
    }

    private static String field(StatusCause cause) {
        return cause.getField() == null ? "" : cause.getField();
    }
}
