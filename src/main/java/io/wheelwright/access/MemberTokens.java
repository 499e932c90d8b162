package io.wheelwright.access;

import java.util.Optional;
import java.util.UUID;

/** Who has logged in, by the token that was given then. */
public interface MemberTokens {

    /** Somebody who has logged in. */
    record Member(UUID userId, UUID sessionId) {}

    /** Whom the token names, by what stands in it alone; empty for one that is not good. */
    Optional<Member> read(String token);

    /** Whether the session goes on; asks the database. */
    boolean isOpen(Member member);
}
