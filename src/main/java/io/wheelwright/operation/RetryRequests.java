package io.wheelwright.operation;

import io.wheelwright.audit.Audit;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * What somebody asks for who wants a failed operation tried again. The attempts are in its row, so that is where they
 * begin anew; the hub that leads hears of it by the same row.
 */
@ApplicationScoped
class RetryRequests {

    private final Audit audit;
    private final Event<OperationRetried> retries;
    private final Clock clock;

    RetryRequests(Audit audit, Event<OperationRetried> retries, Clock clock) {
        this.audit = audit;
        this.retries = retries;
        this.clock = clock;
    }

    @Transactional
    OperationView retry(UUID id, String actor) {
        OperationEntity operation =
                OperationEntity.locked(id).orElseThrow(() -> Problem.notFound("operation", id.toString()));
        if (operation.status != OperationState.failed) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The operation is %s: only a failed one is tried again.".formatted(operation.status));
        }
        if (operation.closed) {
            throw Problem.of(ProblemType.CONFLICT, "Nobody works on the operation any more: " + operation.error);
        }
        audit.record(actor, "retry", "Operation", id.toString(), Map.of("error", operation.error), null);
        operation.reopen(operation.step, clock.instant());
        operation.retriedAt = operation.updatedAt;
        retries.fire(new OperationRetried(operation.type, operation.spokeUid));
        return operation.view();
    }
}
