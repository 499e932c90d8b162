package io.wheelwright;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;

/** Names of resources that are made from what people call things. */
public final class Slug {

    private static final String ALPHABET = "bcdfghjkmnpqrstvwxz23456789";
    private static final int SUFFIX = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Slug() {}

    /** Lowercase letters, digits and dashes, beginning with a letter, of at most that length. */
    public static String of(String text, int longest) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), longest)).replaceAll("-+$", "");
        return cut.isEmpty() ? "x" : cut;
    }

    /** A slug that nobody else has: with five characters that spell no word. */
    public static String unique(String text, int longest) {
        StringBuilder name = new StringBuilder(of(text, longest - SUFFIX - 1)).append('-');
        RANDOM.ints(SUFFIX, 0, ALPHABET.length()).forEach(i -> name.append(ALPHABET.charAt(i)));
        return name.toString();
    }
}
