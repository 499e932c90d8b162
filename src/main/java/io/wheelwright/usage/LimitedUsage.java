package io.wheelwright.usage;

import java.util.List;
import java.util.Locale;

/** Which gauge a limit is about: {@code maxDevices} bounds {@code total_devices}, {@code maxUsers} {@code user_count}. */
final class LimitedUsage {

    private static final String PREFIX = "max_";

    private LimitedUsage() {}

    /** Names that the gauge can have, the best first; none where the limit bounds no number of things. */
    static List<String> names(String limit) {
        String name = snake(limit);
        if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
            return List.of();
        }
        String things = name.substring(PREFIX.length());
        String thing = things.endsWith("s") ? things.substring(0, things.length() - 1) : things;
        return List.of("total_" + things, thing + "_count", things);
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
