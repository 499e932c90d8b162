package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.operation.Operations.Subject;
import jakarta.enterprise.context.ApplicationScoped;

/** The first deployment of a spoke as an operation: one for each spoke, however often its progress is told. */
@ApplicationScoped
public class Deployments {

    private static final int COMPLETE = 100;

    private final Operations operations;

    Deployments(Operations operations) {
        this.operations = operations;
    }

    /** Key of the deployment of a spoke. */
    public static String key(String spokeUid) {
        return "deploy-" + spokeUid;
    }

    /** Whether the deployment is over: what happens to the instance later takes nothing of that back. */
    public static boolean isComplete(OperationStatus operation) {
        return operation.type() == OperationType.deploy && operation.progress() == COMPLETE;
    }

    /** Records how far the deployment is, in percent, and returns what the Spoke's status says of it. */
    public OperationStatus progress(Subject subject, int percent) {
        OperationHandle operation = operations.open(subject, OperationType.deploy, key(subject.spokeUid()));
        int progress = Math.max(percent, operation.isCompleted() ? COMPLETE : 0);
        if (progress == COMPLETE) {
            operations.completed(operation.id());
        } else {
            operations.progress(operation.id(), progress);
        }
        return operation.status(progress);
    }
}
