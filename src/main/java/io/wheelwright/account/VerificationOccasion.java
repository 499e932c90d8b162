package io.wheelwright.account;

import io.wheelwright.PublicUrl;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The mail that asks to confirm an address, as long as its signup is open. */
@ApplicationScoped
class VerificationOccasion implements Occasion {

    private final OneTimeTokens tokens;
    private final Memberships memberships;
    private final PublicUrl url;
    private final Clock clock;

    VerificationOccasion(OneTimeTokens tokens, Memberships memberships, PublicUrl url, Clock clock) {
        this.tokens = tokens;
        this.memberships = memberships;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return OneTimeTokens.VERIFICATION;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        UUID id = UUID.fromString(reason.anchor().substring(0, reason.anchor().indexOf('/')));
        return SignupEntity.<SignupEntity>findByIdOptional(id)
                .filter(signup -> signup.isOpen(clock.instant()))
                .filter(signup -> UserEntity.ofKey(signup.emailKey)
                        .filter(memberships::hasSome)
                        .isEmpty())
                .map(signup -> Map.of(
                        "organization", MailText.withoutLinks(signup.organizationName),
                        "link", url.of("/verify-email#token=" + tokens.mint(kind(), signup.id, signup.expiresAt)),
                        "until", MailTime.of(signup.expiresAt)));
    }
}
