package io.wheelwright.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.wheelwright.problem.Check;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which passwords are good enough: long ones that are neither common nor made of what everybody knows of the person. */
final class PasswordRules {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    /** The estimate's cost grows fast with the length, and what is longer than this is not guessed by a list. */
    private static final int ESTIMATED = 64;

    /** A million guesses and more. */
    private static final int GOOD_ENOUGH = 2;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Zxcvbn GUESSES = new Zxcvbn();

    private PasswordRules() {}

    /** Names what is wrong with a password at first sight; never the password. */
    static void checkLength(Check check, String password) {
        if (password == null || password.isEmpty()) {
            check.error("password", "is required");
        } else {
            int length = password.codePointCount(0, password.length());
            if (length < SHORTEST || length > LONGEST) {
                check.error("password", "must have " + SHORTEST + " to " + LONGEST + " characters");
            }
        }
    }

    /**
     * Ends the request when a password of a good length is a bad one; takes a while.
     *
     * @param known what everybody knows of the person: whole, and each word of it, is the first that is guessed
     */
    static void checkStrength(String password, String... known) {
        Check check = new Check();
        if (isEasilyGuessed(password, known)) {
            check.error("password", "is common or easily guessed: take several words that do not belong together");
        }
        check.done();
    }

    private static boolean isEasilyGuessed(String password, String... known) {
        List<String> words = Stream.of(known)
                .filter(Objects::nonNull)
                .flatMap(PasswordRules::words)
                .filter(word -> !word.isBlank())
                .map(PasswordRules::begin)
                .distinct()
                .toList();
        return GUESSES.measure(begin(password), words).getScore() < GOOD_ENOUGH;
    }

    /** Of an address also what stands before and behind the @. */
    private static Stream<String> words(String known) {
        return Stream.of(Stream.of(known), Stream.of(known.split("@")), BETWEEN_WORDS.splitAsStream(known))
                .flatMap(part -> part);
    }

    private static String begin(String text) {
        return text.substring(0, Math.min(text.length(), ESTIMATED));
    }
}
