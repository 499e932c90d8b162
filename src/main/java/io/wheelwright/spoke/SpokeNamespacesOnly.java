package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.wheelwright.WithoutManagedFields;

/**
 * Keeps copies of what is in namespaces that are called as those of spokes are. Others in the cluster use Helm, too, and
 * the API server cannot select by the labels of a namespace.
 */
final class SpokeNamespacesOnly<R extends HasMetadata> extends WithoutManagedFields<R> {

    private final String prefix;

    SpokeNamespacesOnly(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public R put(String key, R object) {
        return object.getMetadata().getNamespace().startsWith(prefix) ? super.put(key, object) : null;
    }
}
