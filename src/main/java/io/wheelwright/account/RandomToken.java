package io.wheelwright.account;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Tokens that nobody guesses: 256 random bits. */
public final class RandomToken {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[-_A-Za-z0-9]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomToken() {}

    /** Whether a text has the form of a token. */
    public static boolean mayBeOne(String text) {
        return FORM.matcher(text).matches();
    }

    public static String next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
