package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * Keeps copies of what is in namespaces that are called as those of spokes are. Others in the cluster use Helm, too, and
 * the API server cannot select by the labels of a namespace.
 */
final class SpokeNamespacesOnly<R extends HasMetadata> extends BasicItemStore<R> {

    private final String prefix;

    SpokeNamespacesOnly(String prefix) {
        super(Cache::metaNamespaceKeyFunc);
        this.prefix = prefix;
    }

    @Override
    public R put(String key, R object) {
        return object.getMetadata().getNamespace().startsWith(prefix) ? super.put(key, object) : null;
    }
}
