package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Name of a pod. A StatefulSet uses it again for another pod, whose UID differs. */
record PodKey(String namespace, String name) {

    static PodKey of(HasMetadata pod) {
        return new PodKey(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
