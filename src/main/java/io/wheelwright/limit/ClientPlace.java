package io.wheelwright.limit;

import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * From where somebody calls: the last address that is not one of our own proxies. What stands before it in {@code
 * X-Forwarded-For} anybody may have written.
 */
@ApplicationScoped
public class ClientPlace {

    /** What is set where there are no proxies. */
    private static final String NONE = "none";

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int MOST_HOPS = 20;

    private final List<Network> proxies;

    @Inject
    ClientPlace(WheelwrightConfig config) {
        this(config.limits().trustedProxies().orElse(List.of()));
    }

    private ClientPlace(List<String> proxies) {
        this.proxies = proxies.stream()
                .filter(proxy -> !proxy.strip().equals(NONE))
                .map(Network::parse)
                .toList();
    }

    static ClientPlace behind(String... proxies) {
        return new ClientPlace(List.of(proxies));
    }

    /** The client's address. */
    public String address(HttpServerRequest request) {
        return address(peer(request), request.headers().getAll(FORWARDED));
    }

    /** The place, an IPv4 address or the half of an IPv6 address that one customer of a provider has. */
    String of(HttpServerRequest request) {
        return of(peer(request), request.headers().getAll(FORWARDED));
    }

    /**
     * The client's address.
     *
     * @param peer who has opened the connection
     * @param forwarded the headers, in the order in which they came
     */
    String address(String peer, List<String> forwarded) {
        String client = client(peer, forwarded);
        return Network.ofAddress(client).map(Network::text).orElse(client);
    }

    String of(String peer, List<String> forwarded) {
        String client = client(peer, forwarded);
        return Network.ofAddress(client).map(Network::place).orElse(client);
    }

    private String client(String peer, List<String> forwarded) {
        String client = peer;
        for (String hop : hops(forwarded)) {
            boolean ours = Network.ofAddress(client).filter(this::isOurs).isPresent();
            if (!ours || Network.ofAddress(hop).isEmpty()) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private boolean isOurs(Network address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private static String peer(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    /** From the nearest to the farthest. */
    private static List<String> hops(List<String> forwarded) {
        String all = String.join(",", forwarded);
        List<String> hops = new ArrayList<>();
        int end = all.length();
        while (end >= 0 && hops.size() < MOST_HOPS) {
            int comma = all.lastIndexOf(',', end - 1);
            hops.add(all.substring(comma + 1, end).strip());
            end = comma;
        }
        return hops;
    }
}
