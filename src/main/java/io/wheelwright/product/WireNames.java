package io.wheelwright.product;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names on the wire (snake_case) and in resources (camelCase). */
final class WireNames {

    private static final Pattern STEP = Pattern.compile("_[a-z]|[A-Z]");

    private WireNames() {}

    /**
     * Turns a name of one side into that of the other: {@code max_users} becomes {@code maxUsers}, and {@code maxUsers}
     * becomes {@code max_users}. It is its own inverse for every text, so that no name is lost on the way there and back,
     * nor do two become one.
     */
    static String across(String name) {
        return STEP.matcher(name).replaceAll(match -> {
            String step = match.group();
            return step.length() == 1
                    ? "_" + step.toLowerCase(Locale.ROOT)
                    : step.substring(1).toUpperCase(Locale.ROOT);
        });
    }
}
