package io.wheelwright.organization;

import io.wheelwright.Slug;
import java.util.Set;

/** Names of Organization resources, made from what customers call themselves. */
final class OrganizationId {

    private static final int LONGEST = 24;

    /** What would pass for a part of the cluster, or for the vendor itself, in host names and lists. */
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "api",
            "app",
            "default",
            "help",
            "hub",
            "kube",
            "kubernetes",
            "mail",
            "root",
            "spoke",
            "status",
            "support",
            "system",
            "wheelwright",
            "www");

    private OrganizationId() {}

    /**
     * A name that nobody else has and that begins with no reserved word, nor with the name of a namespace of the hub.
     *
     * @param namespaces those of the hub
     */
    static String of(String name, Set<String> namespaces) {
        String slug = Slug.of(name, LONGEST);
        boolean reserved = RESERVED.contains(slug.split("-", 2)[0])
                || namespaces.stream().anyMatch(namespace -> (slug + "-").startsWith(namespace + "-"));
        return Slug.unique(reserved ? "org-" + slug : slug, LONGEST);
    }
}
