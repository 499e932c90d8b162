package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * An apply came to its end, whether it was made or refused. Fired in the transaction that records it, so that the row it
 * came from can follow.
 *
 * @param name name of the object
 * @param object what the Kubernetes API holds now; null when there is nothing
 */
public record Settled(String kind, String name, HasMetadata object) {}
