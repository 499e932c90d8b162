package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.time.Duration;
import java.time.Instant;

/**
 * What makes an invitation code.
 *
 * @param note for whom it is, for people to know it by; null for nothing
 * @param uses how many signups it lets in; null for one
 * @param expiresAt null for 30 days
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NewCode(String note, Long uses, Instant expiresAt) {

    private static final int LONGEST_NOTE = 200;
    private static final long MOST_USES = 10_000;
    private static final Duration USUAL_LIFE = Duration.ofDays(30);
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);

    /** The same with nothing left out; ends the request when something is not valid. */
    NewCode checked(Instant now) {
        Check check = new Check().optionalText("note", note, LONGEST_NOTE).within("uses", uses, 1, MOST_USES);
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE)))) {
            check.error("expires_at", "must be within the next " + LONGEST_LIFE.toDays() + " days");
        }
        check.done();
        return new NewCode(note, uses == null ? 1 : uses, expiresAt == null ? now.plus(USUAL_LIFE) : expiresAt);
    }
}
