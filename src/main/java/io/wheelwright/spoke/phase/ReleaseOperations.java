package io.wheelwright.spoke.phase;

import io.wheelwright.Digest;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.operation.Deployments;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.OperationState;
import io.wheelwright.operation.Operations;
import io.wheelwright.operation.Operations.Subject;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseRequest;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The operation that brings a release to where it should be: until the handoff the one deployment of the spoke, then one
 * update for each change; also where a status that was lost does not know of the handoff. What holds it back, and how
 * often it was tried, is in its row.
 */
@ApplicationScoped
class ReleaseOperations {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

    private final Operations operations;
    private final Clock clock;

    ReleaseOperations(Operations operations, Clock clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /** The operation for what is wanted now. */
    OperationHandle begin(Scope scope, ReleaseRequest request) {
        OperationHandle operation = scope.findings().handedOffAt().isPresent()
                ? begin(scope, request, OperationType.update, updateKey(scope, request))
                : begin(scope, request, OperationType.deploy, Deployments.key(scope.uid()));
        boolean deployedBefore = operation.type() == OperationType.deploy && operation.isCompleted();
        return told(
                scope,
                deployedBefore ? begin(scope, request, OperationType.update, updateKey(scope, request)) : operation);
    }

    private OperationHandle begin(Scope scope, ReleaseRequest request, OperationType type, String key) {
        return operations.begin(subject(scope), type, key, step(scope, request));
    }

    /** The first deployment of the spoke. */
    OperationHandle deployment(Scope scope) {
        return told(scope, operations.open(subject(scope), OperationType.deploy, Deployments.key(scope.uid())));
    }

    /** Gives a deployment that had failed all its attempts again: it has made progress after all. */
    void reopenDeployment(Scope scope) {
        operations.reopen(deployment(scope).id());
    }

    /** Counts an attempt of the first deployment that makes no progress. */
    OperationHandle stuck(Scope scope, Outcome.Waiting at) {
        return told(scope, operations.failed(deployment(scope).id(), at.reason(), at.message(), true));
    }

    /** What holds it back now, if anything does. */
    Optional<Outcome> held(OperationHandle operation) {
        if (operation.state() == OperationState.failed) {
            return Optional.of(Outcome.stalled(reason(operation), operation.error()));
        }
        return Optional.ofNullable(operation.notBefore())
                .map(until -> Duration.between(clock.instant(), until))
                .filter(left -> !left.isNegative() && !left.isZero())
                .map(left -> Outcome.waiting(reason(operation), operation.message(), left));
    }

    /** Records a failure and returns what it means; one that comes while the operation rests is none of an attempt. */
    Outcome failed(Scope scope, ReleaseRequest request, ReleaseException failure) {
        OperationHandle begun = begin(scope, request);
        Optional<Outcome> held = held(begun);
        if (held.isPresent()) {
            return held.get();
        }
        OperationHandle operation = told(
                scope,
                operations.failed(begun.id(), failure.reason(), failure.getMessage(), failure.countsAsAttempt()));
        return held(operation).orElseGet(() -> Outcome.waiting(failure.reason(), failure.getMessage(), SHORTEST_PAUSE));
    }

    /** Since when it waits for a slot: its age survives a restart. */
    Instant queuedSince(OperationHandle operation) {
        return Objects.requireNonNullElseGet(
                operation.queuedAt(), () -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    void queued(Scope scope, OperationHandle operation, Instant since) {
        told(scope, operations.queued(operation.id(), since));
    }

    void started(Scope scope, OperationHandle operation) {
        told(scope, operations.started(operation.id()));
    }

    /** The release is as it is wanted. */
    void settled(Scope scope, ReleaseRequest request) {
        operations.settled(scope.uid(), step(scope, request)).ifPresent(operation -> told(scope, operation));
    }

    private static OperationHandle told(Scope scope, OperationHandle operation) {
        scope.findings().workedOn(operation);
        return operation;
    }

    private static Subject subject(Scope scope) {
        return new Subject(scope.uid(), scope.spokeId(), scope.organizationId());
    }

    /** The same change is another update when something else has been deployed in between. */
    private static String updateKey(Scope scope, ReleaseRequest request) {
        int from = scope.findings().release().map(ReleaseStatus::revision).orElse(0);
        return "update-%s-%d-%s".formatted(scope.uid(), from, Digest.sha256(request.digest()));
    }

    /** Another request, or another token in the annotation for retries, is another step. */
    static String step(Scope scope, ReleaseRequest request) {
        Map<String, String> annotations = scope.spoke().getMetadata().getAnnotations();
        String retry = annotations == null ? "" : annotations.getOrDefault(Labels.RETRY, "");
        return Digest.sha256(request.digest() + "/" + retry);
    }

    private static String reason(OperationHandle operation) {
        return Objects.requireNonNullElse(operation.reason(), "DeployFailed");
    }
}
