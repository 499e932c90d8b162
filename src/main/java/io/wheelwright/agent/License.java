package io.wheelwright.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** The claims of a license whose signature holds. */
record License(
        @JsonProperty(value = "iss", required = true) String issuer,
        @JsonProperty(value = "aud", required = true) JsonNode audience,
        @JsonProperty(value = "sub", required = true) String organizationUid,
        @JsonProperty(value = "spoke", required = true) String spokeId,
        @JsonProperty(value = "jti", required = true) String id,
        @JsonProperty(value = "nbf", required = true) long notBefore,
        @JsonProperty(value = "exp", required = true) long expires,
        @JsonProperty(value = "rev", required = true) long revision,
        @JsonProperty(value = "access", required = true) String access,
        @JsonProperty("plan") String plan,
        @JsonProperty("limits") JsonNode limits,
        @JsonProperty("features") JsonNode features,
        @JsonProperty("trial") JsonNode trial,
        @JsonProperty("period_end") Long periodEnd,
        @JsonProperty("revoked") boolean revoked) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** An older hub writes true or false. */
    boolean isTrial() {
        return trial != null && (trial.asBoolean() || trial.path("isTrialMode").asBoolean());
    }

    Instant expiresAt() {
        return Instant.ofEpochSecond(expires);
    }

    void requireCurrent(Instant now, long highestRevision) throws LicenseRejected {
        if (revision < highestRevision) {
            throw new LicenseRejected(LicenseProblem.SUPERSEDED);
        }
        if (now.isBefore(Instant.ofEpochSecond(notBefore).minus(CLOCK_TOLERANCE))) {
            throw new LicenseRejected(LicenseProblem.NOT_YET_VALID);
        }
        if (!now.isBefore(expiresAt().plus(CLOCK_TOLERANCE))) {
            throw new LicenseRejected(LicenseProblem.EXPIRED);
        }
    }
}
