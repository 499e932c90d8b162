package io.wheelwright.license;

import io.wheelwright.problem.Unavailable;

/** That the key of licenses cannot be read, or does not sign, at the moment. */
public final class LicenseKeyUnavailable extends Unavailable {

    LicenseKeyUnavailable(String message, Throwable cause) {
        super("key of licenses", message, cause);
    }
}
