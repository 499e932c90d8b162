package io.wheelwright.problem;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as they stand in paths, in the form that the hub writes, and no other: UUIDs and numbers. */
public final class PathId {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private PathId() {}

    /**
     * The id of something.
     *
     * @param kind what is answered 404 where the text can be no id of it
     */
    public static UUID of(String kind, String text) {
        return parse(text).orElseThrow(() -> Problem.notFound(kind, text));
    }

    /**
     * The id of something that is numbered.
     *
     * @param kind what is answered 404 where the text can be no id of it
     */
    public static long number(String kind, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw Problem.notFound(kind, text);
        }
        return Long.parseLong(text);
    }

    /** Empty for a text that is no id. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
