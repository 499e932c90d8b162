package io.wheelwright.token;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What makes a token.
 *
 * @param name by which people know it
 * @param expiresAt null for 90 days
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NewToken(String name, Set<TokenScope> scopes, Instant expiresAt) {

    private static final int LONGEST_NAME = 64;
    private static final Duration USUAL_LIFE = Duration.ofDays(90);
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);

    /** The same with an end; ends the request when something is not valid. */
    NewToken checked(Instant now) {
        Check check = new Check().text("name", name, LONGEST_NAME);
        if (scopes == null || scopes.isEmpty() || scopes.contains(null)) {
            check.error("scopes", "must be a list of read, manage, or both");
        }
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE)))) {
            check.error("expires_at", "must be within the next " + LONGEST_LIFE.toDays() + " days");
        }
        check.done();
        return expiresAt == null ? new NewToken(name, scopes, now.plus(USUAL_LIFE)) : this;
    }

    boolean manages() {
        return scopes.contains(TokenScope.manage);
    }
}
