package io.wheelwright.account;

import io.wheelwright.access.Affiliations;
import io.wheelwright.access.MemberRole;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who belongs to an organization that is there. Organizations end; people stay, and may come back. */
@ApplicationScoped
class Memberships implements Affiliations {

    private final Organizations organizations;
    private final Clock clock;

    Memberships(Organizations organizations, Clock clock) {
        this.organizations = organizations;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Optional<Affiliation> of(UUID userId, String orgId) {
        return organizations.opened(orgId).flatMap(organization -> MemberEntity.known(organization.row(), userId)
                .map(member -> new Affiliation(member.role, organization.suspended())));
    }

    @Override
    @Transactional
    public Set<String> organizations(UUID userId) {
        return MemberEntity.of(userId).stream()
                .flatMap(member -> organizations.ofRow(member.organization).stream())
                .map(OrganizationView::orgId)
                .collect(Collectors.toSet());
    }

    @Transactional
    boolean hasSome(UserEntity user) {
        return MemberEntity.of(user.id).stream()
                .anyMatch(member -> organizations.ofRow(member.organization).isPresent());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    MemberEntity begin(long organization, UUID userId, MemberRole role) {
        MemberEntity member = new MemberEntity();
        member.organization = organization;
        member.userId = userId;
        member.role = role;
        member.createdAt = clock.instant();
        member.persist();
        return member;
    }
}
