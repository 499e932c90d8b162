package io.wheelwright.account;

import io.wheelwright.audit.Audit;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes a member of who was invited, once for each invitation. */
@ApplicationScoped
class Joining {

    private final OneTimeTokens tokens;
    private final Organizations organizations;
    private final Memberships memberships;
    private final TeamTurns turns;
    private final Inviters inviters;
    private final Audit audit;
    private final Clock clock;

    Joining(
            OneTimeTokens tokens,
            Organizations organizations,
            Memberships memberships,
            TeamTurns turns,
            Inviters inviters,
            Audit audit,
            Clock clock) {
        this.tokens = tokens;
        this.organizations = organizations;
        this.memberships = memberships;
        this.turns = turns;
        this.inviters = inviters;
        this.audit = audit;
        this.clock = clock;
    }

    /** The invitation, while it can be accepted. */
    @Transactional(TxType.MANDATORY)
    Optional<InvitationEntity> open(UUID id) {
        return InvitationEntity.open(id, clock.instant())
                .filter(invitation ->
                        organizations.ofRow(invitation.organization).isPresent())
                .filter(inviters::stillMight);
    }

    /** Somebody who has an account and has shown it. */
    @Transactional
    AcceptedView known(String token, UUID userId) {
        InvitationEntity invitation = use(token);
        UserEntity user = UserEntity.locked(userId).orElseThrow(Joining::unknown);
        if (user.email.equalsIgnoreCase(invitation.email)) {
            user.verify(clock.instant());
        }
        return join(invitation, user, "You belong to the organization now.");
    }

    /** Somebody who gets an account with this password. */
    @Transactional
    AcceptedView newcomer(String token, String passwordHash) {
        InvitationEntity invitation = use(token);
        Turn.take("User", invitation.emailKey);
        if (UserEntity.ofKey(invitation.emailKey).isPresent()) {
            throw Problem.of(
                    ProblemType.CONFLICT, "There is an account with this address by now: follow the link once more.");
        }
        Instant now = clock.instant();
        UserEntity user = UserEntity.newcomer(invitation.email, invitation.emailKey, null, passwordHash, now);
        user.verify(now);
        user.persist();
        return join(invitation, user, "Your account is open and belongs to the organization: log in.");
    }

    static RuntimeException unknown() {
        return Problem.of(
                ProblemType.NOT_FOUND, "The invitation is not good any more: ask who invited you for another one.");
    }

    private InvitationEntity use(String token) {
        Optional<UUID> id = tokens.use(OneTimeTokens.INVITATION, token);
        id.flatMap(InvitationEntity::organizationOf)
                .flatMap(organizations::ofRow)
                .ifPresent(organization -> join(organization.orgId()));
        return id.flatMap(this::open).orElseThrow(Joining::unknown);
    }

    /** Nobody gains access to what is suspended; the invitation is good for who comes when it is not any more. */
    private void join(String orgId) {
        turns.join(orgId);
        if (organizations.opened(orgId).filter(Organizations.Opened::suspended).isPresent()) {
            throw Problem.of(
                    ProblemType.ORGANIZATION_SUSPENDED,
                    "The organization is suspended: nobody joins it now. Follow the link again when it is resumed.");
        }
    }

    private AcceptedView join(InvitationEntity invitation, UserEntity user, String message) {
        OrganizationView organization =
                organizations.ofRow(invitation.organization).orElseThrow(Joining::unknown);
        MemberEntity member = MemberEntity.known(invitation.organization, user.id)
                .orElseGet(() -> memberships.begin(invitation.organization, user.id, invitation.role));
        invitation.acceptedAt = clock.instant();
        audit.record(
                "user:" + user.id,
                "join",
                "Member",
                organization.orgId() + "/" + user.id,
                null,
                Map.of("role", member.role, "invitation", invitation.id));
        return new AcceptedView(organization.orgId(), organization.name(), member.role.name(), message);
    }
}
