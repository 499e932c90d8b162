package io.wheelwright.account;

import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The mail with the link to a new password; the link's time begins when it is sent. Whoever has waited for it for longer
 * than that, or has a new password since, gets none, and neither does an address that is nobody's.
 */
@ApplicationScoped
class PasswordResetOccasion implements Occasion {

    private final OneTimeTokens tokens;
    private final PublicUrl url;
    private final Duration life;
    private final Clock clock;

    PasswordResetOccasion(OneTimeTokens tokens, PublicUrl url, WheelwrightConfig config, Clock clock) {
        this.tokens = tokens;
        this.url = url;
        this.life = config.hosted().passwordResetTime();
        this.clock = clock;
    }

    @Override
    public String kind() {
        return OneTimeTokens.PASSWORD_RESET;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        UUID userId =
                UUID.fromString(reason.anchor().substring(0, reason.anchor().indexOf('/')));
        Instant now = clock.instant();
        Instant end = now.plus(life);
        return UserEntity.<UserEntity>findByIdOptional(userId)
                .filter(user -> now.isBefore(reason.at().plus(life)))
                .filter(user -> !user.updatedAt.isAfter(reason.at()))
                .map(user -> Map.of(
                        "link",
                        url.of("/reset-password#token=" + tokens.mint(kind(), user.id, end)),
                        "until",
                        MailTime.of(end)));
    }
}
