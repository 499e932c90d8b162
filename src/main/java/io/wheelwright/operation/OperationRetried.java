package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationType;

/** Somebody wants a failed operation tried again. Fired in the transaction that records it. */
public record OperationRetried(OperationType type, String spokeUid) {}
