package io.wheelwright.account;

import io.wheelwright.PublicUrl;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The mail with an invitation, as long as it can be accepted and the organization is there. */
@ApplicationScoped
class InvitationOccasion implements Occasion {

    private final OneTimeTokens tokens;
    private final Organizations organizations;
    private final PublicUrl url;
    private final Clock clock;

    InvitationOccasion(OneTimeTokens tokens, Organizations organizations, PublicUrl url, Clock clock) {
        this.tokens = tokens;
        this.organizations = organizations;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return OneTimeTokens.INVITATION;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return InvitationEntity.open(UUID.fromString(reason.anchor()), clock.instant())
                .flatMap(invitation -> organizations
                        .ofRow(invitation.organization)
                        .map(organization -> details(invitation, organization.name())));
    }

    /** Addresses that count as one may be two mailboxes: who has the account is invited where the account says. */
    @Override
    public Optional<String> recipient(Reason reason) {
        return InvitationEntity.open(UUID.fromString(reason.anchor()), clock.instant())
                .flatMap(invitation -> UserEntity.ofKey(invitation.emailKey))
                .map(user -> user.email);
    }

    private Map<String, String> details(InvitationEntity invitation, String organization) {
        return Map.of(
                "organization",
                MailText.withoutLinks(organization),
                "role",
                invitation.role.name(),
                "link",
                url.of("/accept-invitation#token=" + tokens.mint(kind(), invitation.id, invitation.expiresAt)),
                "until",
                MailTime.of(invitation.expiresAt));
    }
}
