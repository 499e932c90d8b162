package io.wheelwright.organization;

import io.wheelwright.problem.Check;

/**
 * Why an organization is to be suspended.
 *
 * @param reason for the colleague who wonders
 */
public record SuspensionRequest(String reason) {

    private static final int LONGEST = 1024;

    void check() {
        new Check().text("reason", reason, LONGEST).done();
    }
}
