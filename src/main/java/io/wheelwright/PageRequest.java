package io.wheelwright;

import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/**
 * Which part of a list is asked for.
 *
 * @param after id behind which it begins
 */
public record PageRequest(int limit, long after) {

    private static final int DEFAULT = 50;
    private static final long MOST = 500;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Reads the query parameters; both may be null. */
    public static PageRequest of(String limit, String cursor) {
        new Check()
                .matches("limit", empty(limit), NUMBER, "must be a number from 1 to " + MOST)
                .matches("cursor", empty(cursor), NUMBER, "must be the next_cursor of an answer")
                .done();
        Long wanted = limit == null ? null : Long.valueOf(limit);
        new Check().within("limit", wanted, 1, MOST).done();
        return new PageRequest(
                wanted == null ? DEFAULT : wanted.intValue(), cursor == null ? 0 : Long.parseLong(cursor));
    }

    /** A parameter that is there but blank is wrong, not absent. */
    private static String empty(String text) {
        return text != null && text.isBlank() ? "-" : text;
    }
}
