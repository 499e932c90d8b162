package io.wheelwright.account;

import java.util.Optional;
import java.util.regex.Pattern;

/** Ids that are numbers, in paths. */
final class NumberText {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private NumberText() {}

    /** Empty when the text is no such id. */
    static Optional<Long> parse(String text) {
        return Optional.of(text).filter(id -> NUMBER.matcher(id).matches()).map(Long::valueOf);
    }
}
