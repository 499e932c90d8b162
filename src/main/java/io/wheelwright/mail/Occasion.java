package io.wheelwright.mail;

import java.util.Map;
import java.util.Optional;

/**
 * What one kind of mail is about. It is asked just before a mail is sent, which may be long after somebody has asked for
 * it: the reason may have passed, and what must not be kept, such as a link that opens an account, is made only now.
 */
public interface Occasion {

    /** The kind of mail. */
    String kind();

    /**
     * What the letter says beside its model, or instead of it; empty when nothing is to be sent any more. Called in a
     * transaction that is committed before the mail leaves, and again for each further attempt.
     */
    Optional<Map<String, String>> details(Reason reason);

    /** Where it goes by now, if that may be elsewhere than when it was asked for. Called where details are. */
    default Optional<String> recipient(Reason reason) {
        return Optional.empty();
    }

    /**
     * Whether somebody may ask for the very same mail at any later time. The hub then remembers for good that it was
     * sent, though neither to whom nor what it said.
     */
    default boolean isAskedForAgain() {
        return false;
    }
}
