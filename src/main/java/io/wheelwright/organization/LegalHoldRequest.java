package io.wheelwright.organization;

import io.wheelwright.problem.Check;

/**
 * Why nothing of an organization may be destroyed.
 *
 * @param reason for who is to decide one day whether it still holds
 */
public record LegalHoldRequest(String reason) {

    private static final int LONGEST = 1024;

    LegalHoldRequest checked() {
        new Check().text("reason", reason, LONGEST).done();
        return this;
    }
}
