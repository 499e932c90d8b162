package io.wheelwright.account;

import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Who belongs to an organization that is there. Organizations end; people stay, and may come back. */
@ApplicationScoped
class Memberships {

    private final Organizations organizations;
    private final Clock clock;

    Memberships(Organizations organizations, Clock clock) {
        this.organizations = organizations;
        this.clock = clock;
    }

    @Transactional
    boolean hasSome(UserEntity user) {
        return MemberEntity.of(user.id).stream()
                .anyMatch(member -> organizations.ofRow(member.organization).isPresent());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void own(long organization, UUID userId) {
        MemberEntity owner = new MemberEntity();
        owner.organization = organization;
        owner.userId = userId;
        owner.role = MemberRole.owner;
        owner.createdAt = clock.instant();
        owner.persist();
    }
}
