package io.wheelwright.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the application may have more of something. What it may not is told as a problem (RFC 9457).
 *
 * @param detail what to do about it
 * @param limit name of the limit, as the plan has it
 * @param current how many there are
 * @param wanted how many more are asked for
 * @param maximum how many there may be: a number, or {@code "unlimited"}
 * @param plan plan of the license
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LimitCheck(
        String type,
        String title,
        int status,
        String detail,
        String limit,
        Long current,
        Long wanted,
        JsonNode maximum,
        String plan) {

    private static final String TYPES = "https://wheelwright.io/problems/";
    private static final String UNLIMITED = "unlimited";

    /** At most 15 digits: sums of two stay exact. */
    private static final Pattern QUERY =
            Pattern.compile("current=(?<current>[0-9]{1,15})(&wanted=(?<wanted>[0-9]{1,15}))?");

    /**
     * @param query {@code current=} how many there are, and {@code &wanted=} how many more are asked for, or else 1
     */
    static LimitCheck of(String limit, String query, AccessReport access) {
        Matcher numbers = QUERY.matcher(query == null ? "" : query);
        if (!numbers.matches()) {
            return problem(
                    400,
                    "invalid-request",
                    "Invalid request",
                    "Say how many there are, and how many more are wanted, as in ?current=3&wanted=1.");
        }
        long current = Long.parseLong(numbers.group("current"));
        long wanted = numbers.group("wanted") == null ? 1 : Long.parseLong(numbers.group("wanted"));
        JsonNode maximum = access.maximum(limit);
        if (access.licensed() && maximum.isMissingNode()) {
            return problem(404, "not-found", "Not found", "The license has no limit of the name " + limit + ".");
        }
        if (access.licensed() && !access.isFull()) {
            return refused(
                    limit,
                    current,
                    wanted,
                    maximum,
                    access.plan(),
                    "The license grants " + access.access() + " access: nothing can be added until that changes.");
        }
        if (UNLIMITED.equals(maximum.asText()) || current + wanted <= maximum.asLong()) {
            return new LimitCheck(null, null, 200, null, limit, current, wanted, maximum, access.plan());
        }
        return refused(limit, current, wanted, LongNode.valueOf(maximum.asLong()), access.plan(), full(access));
    }

    Content content() {
        return Content.of(status, status == 200 ? "application/json" : "application/problem+json", this);
    }

    private static String full(AccessReport access) {
        return access.licensed()
                ? "The plan " + access.plan() + " allows no more: remove some, or change to a larger plan."
                : "There is no good license, and without one no more are allowed. " + access.message();
    }

    private static LimitCheck refused(
            String limit, long current, long wanted, JsonNode maximum, String plan, String detail) {
        return new LimitCheck(
                TYPES + "limit-reached", "Limit reached", 403, detail, limit, current, wanted, maximum, plan);
    }

    private static LimitCheck problem(int status, String type, String title, String detail) {
        return new LimitCheck(TYPES + type, title, status, detail, null, null, null, null, null);
    }
}
