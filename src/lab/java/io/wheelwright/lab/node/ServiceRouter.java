package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cluster DNS and Service addresses for programs on this machine: URLs of Services in environment values lead to a
 * loopback port that stays the same while the programs behind it come and go.
 */
final class ServiceRouter implements AutoCloseable {

    private static final Pattern URL =
            Pattern.compile("http://([a-z0-9-]+)((?:\\.[a-z0-9-]+)*)(?::(\\d+))?(?=[/?#\\s,;\"']|$)");

    private record Route(String namespace, String service, int port) {}

    private final BiFunction<String, String, Optional<Service>> services;
    private final Backends backends;
    private final Map<Route, Forwarder> forwarders = new ConcurrentHashMap<>();

    ServiceRouter(BiFunction<String, String, Optional<Service>> services, Backends backends) {
        this.services = services;
        this.backends = backends;
    }

    /** The value with every URL of a Service of that namespace replaced by one that works on this machine. */
    String rewrite(String namespace, String value) {
        return URL.matcher(value).replaceAll(url -> {
            boolean local = isOf(namespace, url.group(2));
            int port = url.group(3) == null ? 80 : Integer.parseInt(url.group(3));
            Route route = new Route(namespace, url.group(1), port);
            String address = local && find(route).isPresent() ? addressOf(route) : url.group();
            return Matcher.quoteReplacement(address);
        });
    }

    @Override
    public void close() {
        forwarders.values().forEach(Forwarder::close);
    }

    private static boolean isOf(String namespace, String domain) {
        return domain.isEmpty()
                || domain.equals("." + namespace)
                || domain.equals("." + namespace + ".svc")
                || domain.equals("." + namespace + ".svc.cluster.local");
    }

    private String addressOf(Route route) {
        InetSocketAddress address =
                forwarders.computeIfAbsent(route, this::open).address();
        return "http://%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort());
    }

    private Forwarder open(Route route) {
        try {
            return Forwarder.open(() -> find(route).flatMap(service -> backends.behind(service, port(service, route))));
        } catch (IOException e) {
            throw new UncheckedIOException("no port for Service " + route, e);
        }
    }

    private Optional<Service> find(Route route) {
        return services.apply(route.namespace, route.service).filter(service -> service.getSpec().getPorts().stream()
                .anyMatch(port -> port.getPort() == route.port));
    }

    private static ServicePort port(Service service, Route route) {
        return service.getSpec().getPorts().stream()
                .filter(port -> port.getPort() == route.port)
                .findFirst()
                .orElseThrow();
    }
}
