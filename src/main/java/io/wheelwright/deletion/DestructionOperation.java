package io.wheelwright.deletion;

import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.operation.Operations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The operation that the destruction of an instance is. */
@ApplicationScoped
class DestructionOperation {

    private final Operations operations;

    DestructionOperation(Operations operations) {
        this.operations = operations;
    }

    /** Its id; it begins when it is first asked for. */
    @Transactional
    UUID of(DeletionEntity row) {
        return operations
                .begin(
                        new Operations.Subject(row.spokeUid, row.spokeId, row.orgId),
                        OperationType.delete,
                        "delete-" + row.namespaceUid,
                        Long.toString(row.id))
                .id();
    }
}
