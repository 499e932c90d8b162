package io.wheelwright.product;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names on the wire (snake_case) and in resources (camelCase). */
final class WireNames {

    private static final Pattern STEP = Pattern.compile("_([a-z])");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private WireNames() {}

    static String toResource(String wire) {
        return STEP.matcher(wire).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    static String toWire(String name) {
        return CAPITAL.matcher(name)
                .replaceAll(
                        match -> Matcher.quoteReplacement("_" + match.group().toLowerCase(Locale.ROOT)));
    }
}
