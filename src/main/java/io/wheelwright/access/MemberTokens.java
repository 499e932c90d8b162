package io.wheelwright.access;

import java.util.Optional;
import java.util.UUID;

/** Who has logged in, by the token that was given then; asks the database. */
public interface MemberTokens {

    /** Somebody who has logged in. */
    record Member(UUID userId, UUID sessionId) {}

    /** Empty for a token that is not good, or whose session has ended. */
    Optional<Member> member(String token);
}
