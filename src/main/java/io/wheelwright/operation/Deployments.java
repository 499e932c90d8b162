package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.enterprise.context.ApplicationScoped;

/** The first deployment of a spoke as an operation: one for each spoke, however often its progress is told. */
@ApplicationScoped
public class Deployments {

    private static final int MAX_ATTEMPTS = 3;
    private static final int COMPLETE = 100;

    private final Operations operations;

    Deployments(Operations operations) {
        this.operations = operations;
    }

    /** Records how far the deployment is, in percent, and returns what the Spoke's status says of it. */
    public OperationStatus progress(String spokeUid, String spokeId, String orgId, int percent) {
        OperationHandle operation =
                operations.begin(spokeUid, spokeId, orgId, OperationType.deploy, "deploy-" + spokeUid);
        if (percent == COMPLETE) {
            operations.completed(operation.id());
        } else {
            operations.progress(operation.id(), percent, percent + " % of the phases are complete");
        }
        return new OperationStatus(
                operation.id().toString(),
                operation.type(),
                percent,
                operation.attempt(),
                MAX_ATTEMPTS,
                operation.startedAt());
    }
}
