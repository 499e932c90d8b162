package io.wheelwright.account;

import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.Occasion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The mail with the link to a new password; the link's time begins when it is sent. */
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
    public Optional<Map<String, String>> details(String anchor, Map<String, String> model) {
        UUID userId = UUID.fromString(anchor.substring(0, anchor.indexOf('/')));
        Instant end = clock.instant().plus(life);
        return UserEntity.<UserEntity>findByIdOptional(userId)
                .map(user -> Map.of(
                        "link",
                        url.of("/reset-password?token=" + tokens.mint(kind(), user.id, end)),
                        "until",
                        MailTime.of(end)));
    }
}
