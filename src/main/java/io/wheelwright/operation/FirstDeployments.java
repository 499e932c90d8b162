package io.wheelwright.operation;

import io.wheelwright.fleet.Fleet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** How the first deployments of spokes have ended, for those who wait for them. */
@ApplicationScoped
public class FirstDeployments {

    private final Fleet fleet;

    FirstDeployments(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Whether that of the spoke has failed for good, and nobody has had it tried again. */
    @Transactional
    public boolean hasFailed(String spokeId) {
        return fleet.uidOf(spokeId)
                .flatMap(uid ->
                        OperationEntity.<OperationEntity>findByIdOptional(OperationEntity.idOf(Deployments.key(uid))))
                .filter(operation -> operation.status == OperationState.failed && !operation.closed)
                .isPresent();
    }
}
