package io.wheelwright.account;

import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What those who have logged in see of themselves. */
@ApplicationScoped
class People {

    private final Organizations organizations;
    private final Fleet fleet;

    People(Organizations organizations, Fleet fleet) {
        this.organizations = organizations;
        this.fleet = fleet;
    }

    @Transactional
    Optional<PersonView> find(UUID userId) {
        return UserEntity.<UserEntity>findByIdOptional(userId).map(this::view);
    }

    private PersonView view(UserEntity user) {
        List<MembershipView> memberships = MemberEntity.of(user.id).stream()
                .flatMap(member -> organizations.ofRow(member.organization).stream()
                        .map(organization -> membership(member, organization)))
                .toList();
        return new PersonView(user.id, user.email, user.fullName, user.verifiedAt != null, user.createdAt, memberships);
    }

    private MembershipView membership(MemberEntity member, OrganizationView organization) {
        return new MembershipView(
                organization.orgId(),
                organization.name(),
                organization.status(),
                member.role.name(),
                fleet.of(organization.orgId()).stream().map(People::instance).toList());
    }

    private static InstanceView instance(SpokeView spoke) {
        return new InstanceView(
                spoke.spokeId(), spoke.productId(), spoke.plan(), spoke.status(), spoke.access(), spoke.url());
    }
}
