package io.wheelwright.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.wheelwright.problem.Check;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Which passwords are good enough: long ones that are neither common nor made of what everybody knows of the person. */
final class PasswordRules {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    /** The estimate's cost grows fast with the length, and what is longer than this is not guessed by a list. */
    private static final int ESTIMATED = 64;

    /** More than ten million guesses. */
    private static final int GOOD_ENOUGH = 2;

    private static final Zxcvbn GUESSES = new Zxcvbn();

    private PasswordRules() {}

    /** Names what is wrong with a password; never the password. */
    static void check(Check check, String password, String... known) {
        if (password == null || password.isEmpty()) {
            check.error("password", "is required");
            return;
        }
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            check.error("password", "must have " + SHORTEST + " to " + LONGEST + " characters");
        } else if (isEasilyGuessed(password, known)) {
            check.error("password", "is common or easily guessed: take several words that do not belong together");
        }
    }

    private static boolean isEasilyGuessed(String password, String... known) {
        List<String> words = Stream.of(known)
                .filter(Objects::nonNull)
                .filter(word -> !word.isBlank())
                .toList();
        String begin = password.substring(0, Math.min(password.length(), ESTIMATED));
        return GUESSES.measure(begin, words).getScore() < GOOD_ENOUGH;
    }
}
