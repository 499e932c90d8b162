package io.wheelwright.account;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Page;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Invitations to organizations. What is answered is the same whether the address has an account or not. */
@ApplicationScoped
class Invitations {

    private static final String KIND = "Invitation";

    /** Members and invitations of one organization. */
    private static final int MOST = 200;

    private final Organizations organizations;
    private final TeamTurns turns;
    private final Mails mails;
    private final Caller caller;
    private final Audit audit;
    private final Duration life;
    private final Clock clock;

    Invitations(
            Organizations organizations,
            TeamTurns turns,
            Mails mails,
            Caller caller,
            Audit audit,
            WheelwrightConfig config,
            Clock clock) {
        this.organizations = organizations;
        this.turns = turns;
        this.mails = mails;
        this.caller = caller;
        this.audit = audit;
        this.life = config.hosted().invitationTime();
        this.clock = clock;
    }

    /** Invites somebody; an invitation to the same address that is still open ends. */
    @Transactional
    InvitationView send(String orgId, Address address, InvitationRequest wanted) {
        Instant now = clock.instant();
        TeamTurn turn = turns.take(orgId);
        if (!turn.acting().decidesAbout(wanted.role())) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only an owner invites an owner, and only admins others.");
        }
        demandRoom(turn.organization(), address, now);
        InvitationEntity.open(turn.organization(), address, now).ifPresent(former -> end(orgId, turn, former, now));
        InvitationEntity invitation = make(turn.organization(), address, wanted, now);
        invitation.persist();
        mails.enqueue("", OneTimeTokens.INVITATION, invitation.id.toString(), invitation.email, Map.of());
        audit.record(
                caller.actor(),
                "invite",
                KIND,
                object(orgId, invitation),
                null,
                Map.of("email", invitation.email, "role", invitation.role));
        return invitation.view();
    }

    /** Those that can be accepted, oldest first. */
    @Transactional
    Page<InvitationView> list(String orgId) {
        long organization = organizations
                .opened(orgId)
                .orElseThrow(() -> Problem.notFound("organization", orgId))
                .row();
        List<InvitationView> open = InvitationEntity.open(organization, clock.instant()).stream()
                .map(InvitationEntity::view)
                .toList();
        return new Page<>(open, open.size(), null);
    }

    /** Ends an invitation that nobody has accepted yet. */
    @Transactional
    InvitationView withdraw(String orgId, UUID id) {
        Instant now = clock.instant();
        TeamTurn turn = turns.take(orgId);
        InvitationEntity invitation = InvitationEntity.open(id, now)
                .filter(open -> open.organization == turn.organization())
                .orElseThrow(() -> Problem.notFound("open invitation", id.toString()));
        end(orgId, turn, invitation, now);
        return invitation.view();
    }

    /** The audit remembers who was invited. */
    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        InvitationEntity.delete("expiresAt < ?1", clock.instant());
    }

    private void end(String orgId, TeamTurn turn, InvitationEntity invitation, Instant now) {
        if (!turn.acting().decidesAbout(invitation.role)) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only an owner withdraws the invitation of an owner.");
        }
        invitation.withdrawnAt = now;
        audit.record(
                caller.actor(),
                "withdraw-invitation",
                KIND,
                object(orgId, invitation),
                Map.of("email", invitation.email, "role", invitation.role),
                null);
    }

    private static void demandRoom(long organization, Address address, Instant now) {
        List<MemberEntity> members = MemberEntity.in(organization);
        boolean belongs = UserEntity.of(address)
                .filter(user -> members.stream().anyMatch(member -> member.userId.equals(user.id)))
                .isPresent();
        if (belongs) {
            throw Problem.of(ProblemType.CONFLICT, "Who has this address belongs to the organization already.");
        }
        if (members.size() + InvitationEntity.open(organization, now).size() >= MOST) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The organization has " + MOST + " members and invitations: remove some before you invite others.");
        }
    }

    private InvitationEntity make(long organization, Address address, InvitationRequest wanted, Instant now) {
        InvitationEntity invitation = new InvitationEntity();
        invitation.id = UUID.randomUUID();
        invitation.organization = organization;
        invitation.email = address.written();
        invitation.emailKey = address.key();
        invitation.role = wanted.role();
        invitation.invitedBy = caller.actor();
        invitation.createdAt = now;
        invitation.expiresAt = now.plus(life);
        return invitation;
    }

    private static String object(String orgId, InvitationEntity invitation) {
        return orgId + "/" + invitation.id;
    }
}
