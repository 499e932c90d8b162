package io.wheelwright.account;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Domains whose addresses cannot sign up, however they are written, with all domains below them. */
final class DeniedDomains {

    private final Set<String> domains;

    DeniedDomains(Set<String> domains) {
        this.domains = domains.stream()
                .map(domain -> Address.foldDomain(domain.strip()))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean contain(Address address) {
        return Stream.iterate(address.domain(), domain -> !domain.isEmpty(), DeniedDomains::parent)
                .anyMatch(domains::contains);
    }

    private static String parent(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? "" : domain.substring(dot + 1);
    }
}
