package io.wheelwright.spoke;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.release.ReleaseName;

/**
 * The names of everything that belongs to a spoke: computed from the Spoke, so that a repeated visit finds what an
 * earlier one made.
 *
 * @param fleet namespace of the Spoke itself
 * @param spokeId name of the Spoke
 * @param namespace namespace of the instance
 * @param hostname host under which the customer reaches the instance
 */
public record SpokeNames(String fleet, String spokeId, String namespace, String hostname) {

    public static SpokeNames of(Spoke spoke, WheelwrightConfig config) {
        String name = spoke.getMetadata().getName();
        String hostname = spoke.getSpec() == null ? null : spoke.getSpec().hostname();
        return new SpokeNames(
                spoke.getMetadata().getNamespace(),
                name,
                config.namespacePrefix() + name,
                hostname == null ? name + "." + config.domain() : hostname);
    }

    /** The Helm release of the instance. */
    public ReleaseName release() {
        return ReleaseName.in(namespace);
    }

    /** The host name without a port. */
    public String host() {
        return withoutPort(hostname);
    }

    static String withoutPort(String hostname) {
        int port = hostname.indexOf(':');
        return port < 0 ? hostname : hostname.substring(0, port);
    }

    public String url() {
        return "https://" + hostname;
    }
}
