package io.wheelwright.account;

import io.wheelwright.access.MemberRole;
import io.wheelwright.access.OrganizationKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Whether who has invited somebody still might: an invitation gives nobody what its sender has lost since. */
@ApplicationScoped
class Inviters {

    private static final String USER = "user:";
    private static final String TOKEN = "token:";

    private final OrganizationKeys keys;

    Inviters(OrganizationKeys keys) {
        this.keys = keys;
    }

    boolean stillMight(InvitationEntity invitation) {
        return role(invitation)
                .filter(role -> role.decidesAbout(invitation.role))
                .isPresent();
    }

    /** The vendor's own people invite as an owner does. */
    private Optional<MemberRole> role(InvitationEntity invitation) {
        String by = invitation.invitedBy;
        if (by.startsWith(USER)) {
            return MemberEntity.known(invitation.organization, UUID.fromString(by.substring(USER.length())))
                    .map(member -> member.role);
        }
        if (by.startsWith(TOKEN)) {
            return Optional.of(MemberRole.admin)
                    .filter(manager -> keys.manages(UUID.fromString(by.substring(TOKEN.length()))));
        }
        return Optional.of(MemberRole.owner);
    }
}
