package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The programs that run now, as Services see them: by namespace, labels and container port. */
final class Backends {

    private record Name(PodKey pod, String container) {}

    private record Backend(
            String namespace, Map<String, String> labels, Container container, InetSocketAddress address) {

        boolean isBehind(Service service) {
            Map<String, String> selector = service.getSpec().getSelector();
            return namespace.equals(service.getMetadata().getNamespace())
                    && selector != null
                    && !selector.isEmpty()
                    && labels.entrySet().containsAll(selector.entrySet());
        }

        boolean has(ServicePort port) {
            IntOrString target = port.getTargetPort() == null ? new IntOrString(port.getPort()) : port.getTargetPort();
            return container.getPorts().isEmpty()
                    || container.getPorts().stream().anyMatch(declared -> isMeant(declared, target));
        }

        private static boolean isMeant(ContainerPort declared, IntOrString target) {
            return target.getStrVal() != null
                    ? target.getStrVal().equals(declared.getName())
                    : declared.getContainerPort().equals(target.getIntVal());
        }
    }

    private final Map<Name, Backend> running = new ConcurrentHashMap<>();

    void add(Pod pod, Container container, InetSocketAddress address) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        Backend backend = new Backend(
                pod.getMetadata().getNamespace(), labels == null ? Map.of() : Map.copyOf(labels), container, address);
        running.put(new Name(PodKey.of(pod), container.getName()), backend);
    }

    void remove(Pod pod, Container container) {
        running.remove(new Name(PodKey.of(pod), container.getName()));
    }

    /** Where a program behind the Service's port listens, as long as one runs. */
    Optional<InetSocketAddress> behind(Service service, ServicePort port) {
        return running.values().stream()
                .filter(backend -> backend.isBehind(service) && backend.has(port))
                .map(Backend::address)
                .findAny();
    }
}
