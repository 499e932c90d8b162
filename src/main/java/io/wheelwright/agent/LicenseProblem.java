package io.wheelwright.agent;

import java.util.Locale;

/** Why a license is not good, in the order in which it is examined. */
enum LicenseProblem {
    MISSING("There is no license yet; the hub hands one out when the spoke is provisioned."),
    MALFORMED("The license cannot be read."),
    WRONG_ALGORITHM("The license is not signed by RS256."),
    UNKNOWN_KEY("The license is signed by a key that is not in the issuer's key set."),
    BAD_SIGNATURE("The license was changed, or signed by somebody else."),
    WRONG_ISSUER("The license was issued by somebody else."),
    WRONG_AUDIENCE("The license is for another use."),
    WRONG_SPOKE("The license is for another spoke."),
    SUPERSEDED("A newer license was seen before this one."),
    NOT_YET_VALID("The license is not valid yet; compare the clocks."),
    EXPIRED("The license has expired; it is renewed as soon as the hub can be reached."),
    REVOKED("The license was revoked; ask the vendor.");

    private final String message;

    LicenseProblem(String message) {
        this.message = message;
    }

    /** The name in JSON and in metrics. */
    String reason() {
        return "license_" + name().toLowerCase(Locale.ROOT);
    }

    /** A sentence for people. */
    String message() {
        return message;
    }
}
