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

    /** A name that nobody else has and that begins with no reserved word. */
    static String of(String name) {
        String slug = Slug.of(name, LONGEST);
        return Slug.unique(RESERVED.contains(slug.split("-", 2)[0]) ? "org-" + slug : slug, LONGEST);
    }
}
