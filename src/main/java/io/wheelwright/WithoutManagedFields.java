package io.wheelwright;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * Keeps an informer's copies without the record of who manages which field. Nobody here reads it, and it takes more
 * memory than the rest of an object.
 */
public class WithoutManagedFields<R extends HasMetadata> extends BasicItemStore<R> {

    public WithoutManagedFields() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public R put(String key, R object) {
        object.getMetadata().setManagedFields(List.of());
        return super.put(key, object);
    }
}
