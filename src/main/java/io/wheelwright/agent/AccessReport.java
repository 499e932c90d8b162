package io.wheelwright.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Locale;

/**
 * What the application may do now, as the agent tells it at {@code /access} and in {@code access.json}.
 *
 * @param access {@code full}, {@code read_only}, {@code export_only} or {@code none} by the license; {@code unlicensed}
 *     without a good one: the application falls back to what its product grants without a license
 * @param licensed whether a good license is there
 * @param reason {@code licensed}, or why there is no good license
 * @param message the same as a sentence
 * @param plan plan of the license
 * @param trial whether the license is that of a trial
 * @param limits named numbers, or {@code "unlimited"}; without a good license those that the product grants nevertheless
 * @param features named booleans, likewise
 * @param revision revision of the license
 * @param expiresAt when the license ends unless it is renewed (ISO 8601)
 * @param periodEnd end of the paid period (ISO 8601)
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccessReport(
        String access,
        boolean licensed,
        String reason,
        String message,
        String plan,
        Boolean trial,
        JsonNode limits,
        JsonNode features,
        Long revision,
        String expiresAt,
        String periodEnd) {

    private static final String UNLICENSED = "unlicensed";
    private static final String NONE = "none";
    private static final String FULL = "full";

    static AccessReport of(License license, Unlicensed unlicensed) {
        return license.revoked() ? without(LicenseProblem.REVOKED, unlicensed) : granted(license);
    }

    private static AccessReport granted(License license) {
        return new AccessReport(
                license.access(),
                true,
                "licensed",
                "The license is good.",
                license.plan(),
                license.isTrial(),
                license.limits(),
                license.features(),
                license.revision(),
                license.expiresAt().toString(),
                license.periodEnd() == null
                        ? null
                        : Instant.ofEpochSecond(license.periodEnd()).toString());
    }

    static AccessReport without(LicenseProblem problem, Unlicensed unlicensed) {
        return new AccessReport(
                UNLICENSED,
                false,
                problem.reason(),
                problem.message(),
                null,
                null,
                unlicensed.limits(),
                unlicensed.features(),
                null,
                null,
                null);
    }

    /** How many there may be; missing where nothing is said of that. */
    JsonNode maximum(String limit) {
        return limits == null ? MissingNode.getInstance() : limits.path(limit);
    }

    boolean isFull() {
        return FULL.equals(access);
    }

    /** Whether the hub has a license of a higher revision; one that it does not name does not count. */
    boolean isOutdated(Long hubRevision) {
        return hubRevision != null && revision != null && revision < hubRevision;
    }

    /** Whether this is the access that the hub names; the hub writes {@code ReadOnly} where a license has {@code read_only}. */
    boolean agreesWith(String hubAccess) {
        return hubAccess == null || named().equals(hubAccess.toLowerCase(Locale.ROOT));
    }

    /** To a revoked license the hub says None. */
    private String named() {
        return reason.equals(LicenseProblem.REVOKED.reason()) ? NONE : access.replace("_", "");
    }
}
