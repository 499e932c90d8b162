package io.wheelwright.account;

import io.wheelwright.Page;
import io.wheelwright.access.Caller;
import io.wheelwright.access.MemberLeft;
import io.wheelwright.access.MemberRole;
import io.wheelwright.audit.Audit;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who belongs to an organization, and what each may do in it. An organization keeps an owner, whoever goes. */
@ApplicationScoped
class Team {

    private static final String KIND = "Member";

    private final Organizations organizations;
    private final TeamTurns turns;
    private final Caller caller;
    private final Event<MemberLeft> left;
    private final Audit audit;

    Team(Organizations organizations, TeamTurns turns, Caller caller, Event<MemberLeft> left, Audit audit) {
        this.organizations = organizations;
        this.turns = turns;
        this.caller = caller;
        this.left = left;
        this.audit = audit;
    }

    /** Its members, longest first. */
    @Transactional
    Page<MemberView> list(String orgId) {
        long organization = organizations
                .opened(orgId)
                .orElseThrow(() -> Problem.notFound("organization", orgId))
                .row();
        List<MemberEntity> members = MemberEntity.in(organization);
        Map<UUID, UserEntity> users = UserEntity.of(
                        members.stream().map(member -> member.userId).toList())
                .stream()
                .collect(Collectors.toMap(user -> user.id, Function.identity()));
        List<MemberView> views = members.stream()
                .map(member -> member.view(users.get(member.userId)))
                .toList();
        return new Page<>(views, views.size(), null);
    }

    /** Gives a member another role. */
    @Transactional
    MemberView change(String orgId, UUID userId, MemberRole wanted) {
        TeamTurn turn = turns.take(orgId);
        MemberEntity member = member(turn, userId);
        MemberRole before = member.role;
        if (!turn.acting().decidesAbout(before) || !turn.acting().decidesAbout(wanted)) {
            throw aboveYou();
        }
        if (before != wanted) {
            keepAnOwner(member);
            member.role = wanted;
            audit.record(
                    caller.actor(),
                    "change-role",
                    KIND,
                    object(orgId, userId),
                    Map.of("role", before),
                    Map.of("role", wanted));
        }
        return view(member);
    }

    /** Ends a membership; everybody may end their own. */
    @Transactional
    MemberView remove(String orgId, UUID userId) {
        TeamTurn turn = turns.take(orgId);
        MemberEntity member = member(turn, userId);
        boolean leaves = caller.user().filter(userId::equals).isPresent();
        if (!leaves && !turn.acting().decidesAbout(member.role)) {
            throw aboveYou();
        }
        keepAnOwner(member);
        MemberView view = view(member);
        member.delete();
        left.fire(new MemberLeft(turn.organization(), userId));
        audit.record(
                caller.actor(),
                leaves ? "leave" : "remove",
                KIND,
                object(orgId, userId),
                Map.of("role", member.role),
                null);
        return view;
    }

    private static MemberEntity member(TeamTurn turn, UUID userId) {
        return MemberEntity.known(turn.organization(), userId)
                .orElseThrow(() -> Problem.notFound("member", userId.toString()));
    }

    private static void keepAnOwner(MemberEntity member) {
        if (member.role == MemberRole.owner && MemberEntity.owners(member.organization) == 1) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "This is the only owner of the organization: make somebody else an owner first.");
        }
    }

    private static MemberView view(MemberEntity member) {
        return member.view(UserEntity.findById(member.userId));
    }

    private static String object(String orgId, UUID userId) {
        return orgId + "/" + userId;
    }

    private static RuntimeException aboveYou() {
        return Problem.of(ProblemType.FORBIDDEN, "Only an owner decides about owners, and only admins about others.");
    }
}
