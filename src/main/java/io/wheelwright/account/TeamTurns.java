package io.wheelwright.account;

import io.wheelwright.access.Caller;
import io.wheelwright.access.MemberRole;
import io.wheelwright.access.OrganizationKeys;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.UUID;

/**
 * Lets the changes of who belongs to an organization come one after the other, and looks, when it is a caller's turn, as
 * what that caller acts by then: a role may be taken away while its holder waits.
 */
@ApplicationScoped
class TeamTurns {

    private final Organizations organizations;
    private final OrganizationKeys keys;
    private final Caller caller;

    TeamTurns(Organizations organizations, OrganizationKeys keys, Caller caller) {
        this.organizations = organizations;
        this.keys = keys;
        this.caller = caller;
    }

    /** Waits for the caller's turn, which ends with the transaction. */
    @Transactional(TxType.MANDATORY)
    TeamTurn take(String orgId) {
        Turn.take("Team", orgId);
        long organization =
                organizations.opened(orgId).orElseThrow(() -> unknown(orgId)).row();
        return new TeamTurn(organization, acting(organization, orgId));
    }

    /** The same for somebody who does not belong to the organization yet. */
    @Transactional(TxType.MANDATORY)
    void join(String orgId) {
        Turn.take("Team", orgId);
    }

    private MemberRole acting(long organization, String orgId) {
        if (!caller.isCustomer()) {
            return MemberRole.owner;
        }
        return caller.user().map(user -> role(organization, orgId, user)).orElseGet(() -> ofSoftware(orgId));
    }

    private MemberRole ofSoftware(String orgId) {
        if (!keys.manages(UUID.fromString(caller.id()))) {
            throw unknown(orgId);
        }
        return MemberRole.admin;
    }

    private static MemberRole role(long organization, String orgId, UUID user) {
        return MemberEntity.known(organization, user).orElseThrow(() -> unknown(orgId)).role;
    }

    private static RuntimeException unknown(String orgId) {
        return Problem.notFound("organization", orgId);
    }
}
