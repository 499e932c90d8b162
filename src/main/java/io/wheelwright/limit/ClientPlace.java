package io.wheelwright.limit;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From where somebody calls: the last address that is not one of our own proxies. What stands before it in {@code
 * X-Forwarded-For} anybody may have written.
 */
@ApplicationScoped
class ClientPlace {

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int MOST_HOPS = 20;

    private final List<Network> proxies;

    @Inject
    ClientPlace(WheelwrightConfig config) {
        this(config.limits().trustedProxies().orElse(List.of()));
    }

    private ClientPlace(List<String> proxies) {
        this.proxies = proxies.stream().map(Network::parse).toList();
    }

    static ClientPlace behind(String... proxies) {
        return new ClientPlace(List.of(proxies));
    }

    String of(HttpServerRequest request) {
        return of(
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
                request.headers().getAll(FORWARDED));
    }

    /**
     * The place, an IPv4 address or the half of an IPv6 address that one customer of a provider has.
     *
     * @param peer who has opened the connection
     * @param forwarded the headers, in the order in which they came
     */
    String of(String peer, List<String> forwarded) {
        String place = peer;
        Optional<Network> network = Network.ofAddress(peer);
        for (String hop : hops(forwarded)) {
            if (network.filter(this::isOurs).isEmpty()) {
                break;
            }
            Optional<Network> before = Network.ofAddress(hop);
            if (before.isEmpty()) {
                break;
            }
            network = before;
            place = hop;
        }
        return network.map(Network::place).orElse(place);
    }

    private boolean isOurs(Network address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    /** From the nearest to the farthest. */
    private static List<String> hops(List<String> forwarded) {
        List<String> hops = new ArrayList<>();
        forwarded.forEach(header -> hops.addAll(List.of(header.split(",", MOST_HOPS))));
        Collections.reverse(hops);
        return hops.stream().map(String::strip).limit(MOST_HOPS).toList();
    }
}
